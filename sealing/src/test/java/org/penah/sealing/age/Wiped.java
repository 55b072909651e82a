package org.penah.sealing.age;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/** Holds on to every secret array that an object of this package reaches, to see it turn to zeros. */
final class Wiped {

    private final List<byte[]> arrays = new ArrayList<>();

    private Wiped() {}

    /** Finds chunks and keys, and checks that there is something in each of them to wipe. */
    static Wiped watch(Object holder) {
        Wiped wiped = new Wiped();
        wiped.collect(holder);
        assertThat(wiped.arrays)
                .isNotEmpty()
                .allSatisfy(array -> assertThat(array).containsAnyOf(nonZeros()));
        return wiped;
    }

    void assertAllZero() {
        assertThat(arrays).allSatisfy(array -> assertThat(array).containsOnly(0));
    }

    private void collect(Object holder) {
        for (Class<?> type = holder.getClass(); isOurs(type); type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    visit(read(field, holder));
                }
            }
        }
    }

    private void visit(Object value) {
        if (value instanceof byte[] array) {
            arrays.add(array);
        } else if (value != null && isOurs(value.getClass()) && !(value instanceof Header)) {
            // A header is public.
            collect(value);
        }
    }

    private static boolean isOurs(Class<?> type) {
        return type.getPackage() == Wiped.class.getPackage();
    }

    private static Object read(Field field, Object holder) {
        try {
            field.setAccessible(true);
            return field.get(holder);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] nonZeros() {
        byte[] values = new byte[255];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (i + 1);
        }
        return values;
    }
}
