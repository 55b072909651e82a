package org.penah.stack.system;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.penah.stack.Stack;
import org.penah.stack.partner.DemoPartner;
import org.penah.stack.postgres.Databases;
import org.penah.stack.state.Port;

/** What was accepted and has not arrived yet, at the desk or at the demo's partner, as the databases know it. */
final class OnItsWay {

    private static final String UNTOLD =
            "select n.id from partner_alert n join partner p on p.id = n.partner_id where p.name = '" + DemoPartner.NAME
                    + "' and n.state = 'PENDING'";

    private final Databases databases;

    OnItsWay(Stack stack) {
        databases = new Databases(stack.state(), stack.ports().of(Port.POSTGRES));
    }

    /** One line for each thing, or none. */
    List<String> everything() throws SQLException {
        List<String> found = new ArrayList<>();
        for (String service : Databases.NAMES) {
            column(service, "select queue from outbox")
                    .forEach(queue -> found.add("not yet sent: an event for " + queue));
        }
        Set<String> tips = column("intake", "select tip_id from tip");
        tips.removeAll(column("triage", "select tip_id from tip"));
        tips.forEach(tip -> found.add("the desk has not yet heard of tip " + tip));
        column("notify", UNTOLD).forEach(id -> found.add("the partner has not yet taken its alert " + id));
        return found;
    }

    private Set<String> column(String database, String query) throws SQLException {
        try (Connection connection = databases.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            Set<String> column = new TreeSet<>();
            while (rows.next()) {
                column.add(rows.getString(1));
            }
            return column;
        }
    }
}
