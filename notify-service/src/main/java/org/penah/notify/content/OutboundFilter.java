package org.penah.notify.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.penah.sealing.manifest.OperatorWords;
import org.penah.sealing.webhook.WebhookHeaders;

/**
 * Looks at every byte that is about to leave, and lets nothing through but the closed vocabularies of the contract.
 *
 * <p>It knows nothing of the records that it checks: a field that somebody adds to them stays here until somebody has thought
 * about it.
 */
final class OutboundFilter {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private static final String RANDOM_ID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
    // And wider; the code of a country has three digits too.
    private static final String SUB_REGION = "145|143|034|030|035|151|154|039|155|015|202|021|419|009";

    private static final Predicate<JsonNode> NUMBER = OutboundFilter::isNumber;
    private static final Predicate<JsonNode> FLAG = JsonNode::isBoolean;
    private static final Predicate<JsonNode> COARSE_TIME =
            text("20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][05]:00Z");
    private static final Predicate<JsonNode> NAME = text("[a-z][a-z0-9-]{0,30}");

    private static final Map<String, Predicate<JsonNode>> ALERT = Map.ofEntries(
            Map.entry("id", text(RANDOM_ID)),
            Map.entry("seq", NUMBER),
            Map.entry("msgType", text("Alert|Update|Cancel")),
            Map.entry("references", each(NUMBER)),
            Map.entry("status", text("Actual|Exercise|Test")),
            Map.entry("urgency", text("Immediate|Expected")),
            Map.entry("severity", text("Extreme|Severe")),
            Map.entry("certainty", text("Possible|Likely")),
            Map.entry("basis", text("source-asserted|desk-confirmed")),
            Map.entry("consent", fields(Map.of("details", FLAG))),
            Map.entry("handOver", text(RANDOM_ID)),
            Map.entry("region", text(SUB_REGION)),
            Map.entry("languages", each(text(String.join("|", OperatorWords.LANGUAGES)))),
            Map.entry("tlp", text("TLP:AMBER\\+STRICT")),
            Map.entry("sent", COARSE_TIME),
            Map.entry("expires", COARSE_TIME),
            Map.entry("ackBy", COARSE_TIME),
            Map.entry("to", NAME),
            Map.entry("answered", NUMBER),
            Map.entry("flood", NUMBER),
            Map.entry("quiet", FLAG),
            Map.entry("staff", FLAG),
            Map.entry("heard", NUMBER),
            Map.entry("heldUntil", COARSE_TIME),
            Map.entry("uncounted", FLAG));

    private static final Map<String, Predicate<JsonNode>> STATE = Map.of(
            "to",
            NAME,
            "slot",
            NUMBER,
            "alerts",
            each(fields(ALERT)),
            "waiting",
            NUMBER,
            "trouble",
            FLAG,
            "flood",
            NUMBER);

    private static final Map<String, Pattern> HEADERS = Map.of(
            "content-type",
            Pattern.compile("text/plain; charset=us-ascii"),
            WebhookHeaders.ID,
            Pattern.compile(RANDOM_ID),
            WebhookHeaders.TIMESTAMP,
            Pattern.compile("[0-9]{10}"),
            WebhookHeaders.SIGNATURE,
            Pattern.compile("(v1a,[A-Za-z0-9+/]{86}== ){1,2}v1,[A-Za-z0-9+/]{43}=( v1,[A-Za-z0-9+/]{43}=)?"));

    private OutboundFilter() {}

    /** Whether there is nothing in it that may not leave. */
    static boolean isClean(byte[] json) {
        try {
            content(json);
            return true;
        } catch (LeakException leak) {
            return false;
        }
    }

    /** @throws LeakException if there is anything in it that may not leave */
    static void content(byte[] json) {
        try {
            JsonNode content = MAPPER.readTree(json);
            Set<String> names = names(content);
            require(fields(names.contains("alerts") ? STATE : ALERT).test(content), "the content");
        } catch (IOException malformed) {
            throw new LeakException("the content");
        }
    }

    /** @throws LeakException if a header is unknown or holds anything else than it should */
    static void headers(Map<String, String> headers) {
        headers.forEach((name, value) -> {
            Pattern allowed = HEADERS.get(name);
            require(allowed != null && allowed.matcher(value).matches(), "a header");
        });
    }

    /** Whether a UN M49 code names no less than a sub-region. */
    static boolean isSubRegion(String code) {
        return code.matches(SUB_REGION);
    }

    private static void require(boolean clean, String what) {
        if (!clean) {
            throw new LeakException(what);
        }
    }

    private static boolean isNumber(JsonNode node) {
        return node.isInt() && node.intValue() >= 0;
    }

    private static Predicate<JsonNode> text(String allowed) {
        Pattern pattern = Pattern.compile(allowed);
        return node -> node.isTextual() && pattern.matcher(node.textValue()).matches();
    }

    private static Predicate<JsonNode> each(Predicate<JsonNode> element) {
        return node -> {
            boolean clean = node.isArray();
            for (JsonNode one : node) {
                clean &= element.test(one);
            }
            return clean;
        };
    }

    private static Predicate<JsonNode> fields(Map<String, Predicate<JsonNode>> allowed) {
        return node -> node.isObject()
                && names(node).stream()
                        .allMatch(name ->
                                allowed.containsKey(name) && allowed.get(name).test(node.get(name)));
    }

    private static Set<String> names(JsonNode node) {
        Set<String> names = new HashSet<>();
        for (Iterator<String> each = node.fieldNames(); each.hasNext(); ) {
            names.add(each.next());
        }
        return names;
    }
}
