package org.penah.triage.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.penah.triage.Desk;
import org.penah.triage.LocalFolders;
import org.penah.triage.Sent;

/** Sealed files that intake-service has put where both can reach them. */
@QuarkusTest
class ArrivedFilesTest {

    @Inject
    Desk desk;

    @Inject
    ArrivedFiles files;

    @Test
    void a_file_is_taken_as_its_tip_arrives() {
        // Given
        Sent tip = Sent.routine();
        LocalFolders.putBlob(tip.blobId(), new byte[] {1});

        // When
        desk.receive(tip);

        // Then
        assertThat(LocalFolders.isTaken(tip.blobId())).isTrue();
    }

    @Test
    void one_that_was_not_taken_then_is_taken_later_and_one_of_no_tip_stays() throws Throwable {
        // Given
        Sent tip = desk.receive(Sent.routine());
        UUID ofNoTip = UUID.randomUUID();
        LocalFolders.putBlob(tip.blobId(), new byte[] {1});
        LocalFolders.putBlob(ofNoTip, new byte[] {1});

        // When
        VertxContextSupport.subscribeAndAwait(files::takeAll);

        // Then
        assertThat(LocalFolders.isTaken(tip.blobId())).isTrue();
        assertThat(LocalFolders.isTaken(ofNoTip)).isFalse();
        assertThat(LocalFolders.hasBlob(ofNoTip)).isTrue();
    }
}
