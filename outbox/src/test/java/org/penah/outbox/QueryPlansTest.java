package org.penah.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.hibernate.query.results.internal.implicit.ImplicitResultClassBuilder;
import org.junit.jupiter.api.Test;

/** Why the services bound the plans of queries that Hibernate keeps; once this fails, they need not. */
class QueryPlansTest {

    @Test
    void what_the_plan_of_a_native_query_with_a_basic_result_is_found_by_equals_no_other() {
        assertThat(new ImplicitResultClassBuilder(Long.class)).isNotEqualTo(new ImplicitResultClassBuilder(Long.class));
    }
}
