package org.penah.intake.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.penah.intake.form.Region;
import org.penah.sealing.manifest.OperatorWords;

/** Shows the operator's words in one language on a page. */
public record WordsView(OperatorWords words) {

    /** Telephone numbers in any digits, and addresses: they run from left to right in every language. */
    private static final Pattern LEFT_TO_RIGHT = leftToRight();

    /** A line in pieces, so that a page can say which way each of them runs. */
    public record Line(List<Piece> pieces) {}

    /**
     * A part of a line that runs in one direction.
     *
     * @param address whether it is a number or an address, which is never a link
     */
    public record Piece(String text, boolean address) {}

    public List<Line> lines(String key) {
        return words.lines(key).stream().map(WordsView::line).toList();
    }

    /** Those with numbers of their own. */
    public List<Region> regions() {
        return Arrays.stream(Region.values())
                .filter(region -> !words.help(region.code()).isEmpty())
                .toList();
    }

    public List<Line> help(Region region) {
        return words.help(region.code()).stream().map(WordsView::line).toList();
    }

    /** A full stop or a bracket belongs to a number if digits follow, and else to the sentence. */
    private static Pattern leftToRight() {
        String between = "(?:[ /#*\\x{a0}\\x{202f}\\x{2010}-\\x{2013}-]|[.:](?=\\p{Nd}))*";
        String bracket = "\\(\\+?\\p{Nd}+\\)(?=" + between + "\\p{Nd})";
        String number =
                "(?>[*#+]*(?:" + bracket + between + ")?\\p{Nd}+(?:" + between + "(?:\\p{Nd}|" + bracket + "))*[*#]*)";
        return Pattern.compile(number + "(?!\\w|[@.:]\\w)|@\\w+|\\w[\\w.+-]*[@./:][\\w./:?=#&+-]*[\\w/]");
    }

    static Line line(String text) {
        List<Piece> pieces = new ArrayList<>();
        Matcher addresses = LEFT_TO_RIGHT.matcher(text);
        int end = 0;
        for (MatchResult address : addresses.results().toList()) {
            if (address.start() > end) {
                pieces.add(new Piece(text.substring(end, address.start()), false));
            }
            pieces.add(new Piece(address.group(), true));
            end = address.end();
        }
        if (end < text.length()) {
            pieces.add(new Piece(text.substring(end), false));
        }
        return new Line(pieces);
    }
}
