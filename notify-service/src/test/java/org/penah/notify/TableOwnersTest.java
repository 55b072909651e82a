package org.penah.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.penah.testbed.sql.TableOwners;

class TableOwnersTest {

    @Test
    void no_table_is_named_by_two_packages() {
        var owners = TableOwners.of(Path.of("src/main"));

        assertThat(owners)
                .allSatisfy((table, packages) -> assertThat(packages).as(table).hasSizeLessThan(2));
        assertThat(owners.get("partner_alert")).containsExactly("org.penah.notify.alert");
        assertThat(owners.get("delivery_lease")).containsExactly("org.penah.notify.delivery");
    }
}
