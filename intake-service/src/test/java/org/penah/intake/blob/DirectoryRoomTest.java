package org.penah.intake.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryRoomTest {

    private static final long MEGABYTE = 1 << 20;
    private static final int ALWAYS_FILLING = 101;

    @TempDir
    Path folder;

    @Test
    void while_the_disk_has_room_nobody_is_kept_from_growing() {
        var room = new DirectoryRoom(folder, 0, 0, () -> false);

        assertThatCode(() -> room.grow(500 * MEGABYTE)).doesNotThrowAnyException();
    }

    @Test
    void on_a_disk_that_is_filling_who_may_not_fill_it_stays_small() {
        var room = new DirectoryRoom(folder, 0, ALWAYS_FILLING, () -> false);

        assertThatCode(() -> room.grow(2 * MEGABYTE)).doesNotThrowAnyException();
        assertThatThrownBy(() -> room.grow(2 * MEGABYTE + 1)).isInstanceOf(ReservedSpaceException.class);
    }

    @Test
    void who_may_fill_it_is_asked_for_each_megabyte() {
        AtomicInteger left = new AtomicInteger(3);
        var room = new DirectoryRoom(folder, 0, ALWAYS_FILLING, () -> left.getAndDecrement() > 0);

        assertThatCode(() -> room.grow(4 * MEGABYTE)).doesNotThrowAnyException();
        assertThatCode(() -> room.grow(5 * MEGABYTE)).doesNotThrowAnyException();
        assertThatThrownBy(() -> room.grow(5 * MEGABYTE + 1)).isInstanceOf(ReservedSpaceException.class);
    }

    @Test
    void who_was_once_refused_may_not_fill_it_later() {
        AtomicInteger asked = new AtomicInteger();
        var room = new DirectoryRoom(folder, 0, ALWAYS_FILLING, () -> asked.incrementAndGet() > 1);

        assertThatThrownBy(() -> room.grow(4 * MEGABYTE)).isInstanceOf(ReservedSpaceException.class);
    }

    @Test
    void below_the_reserve_nobody_grows_large() {
        var room = new DirectoryRoom(folder, Long.MAX_VALUE, 0, () -> true);

        assertThatCode(() -> room.grow(2 * MEGABYTE)).doesNotThrowAnyException();
        assertThatThrownBy(() -> room.grow(2 * MEGABYTE + 1)).isInstanceOf(ReservedSpaceException.class);
    }

    @Test
    void a_full_disk_has_no_room() {
        // Of size 0 on each Linux.
        assertThat(DirectoryRoom.isLeft(Path.of("/proc"))).isFalse();
        assertThat(DirectoryRoom.isLeft(folder)).isTrue();
    }
}
