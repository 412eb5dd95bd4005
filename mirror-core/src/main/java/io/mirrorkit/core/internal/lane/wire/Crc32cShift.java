package io.mirrorkit.core.internal.lane.wire;

/**
 * What a change of a prefix does to the CRC-32C of a whole, without reading the rest. A CRC is linear, so for two prefixes of one length
 * before the same rest of {@code n} bytes, {@code crc(new + rest) = crc(old + rest) ^ Z}, where {@code Z} is the difference of the prefixes'
 * CRCs multiplied by x^8n modulo the polynomial.
 *
 * <p>A batch's header is rewritten by this. Its checksum so stays tied to the one that its producer computed: a payload that was damaged
 * anywhere on the way arrives with a checksum that does not fit, and the target refuses it.
 */
final class Crc32cShift {

    /** CRC-32C (Castagnoli), bits reflected, as in {@link java.util.zip.CRC32C}. */
    private static final int POLYNOMIAL = 0x82F63B78;

    /** The polynomial 1, reflected. */
    private static final int ONE = 1 << 31;

    /** x^(2^k) at k; with 8n = 2^3 n, enough for any n that is an int. */
    private static final int[] POWERS = powers();

    private Crc32cShift() {}

    private static int[] powers() {
        int[] powers = new int[Integer.SIZE + 3];
        powers[0] = ONE >>> 1;
        for (int k = 1; k < powers.length; k++) {
            powers[k] = multiply(powers[k - 1], powers[k - 1]);
        }
        return powers;
    }

    /** The difference between two checksums, carried over the bytes that follow. */
    static int shift(int difference, int followingBytes) {
        int factor = ONE;
        for (int n = followingBytes, k = 3; n > 0; n >>>= 1, k++) {
            if ((n & 1) != 0) {
                factor = multiply(POWERS[k], factor);
            }
        }
        return multiply(factor, difference);
    }

    private static int multiply(int a, int b) {
        int product = 0;
        int shifted = b;
        for (int bit = ONE; bit != 0 && (a & (bit | (bit - 1))) != 0; bit >>>= 1) {
            if ((a & bit) != 0) {
                product ^= shifted;
            }
            shifted = (shifted & 1) != 0 ? (shifted >>> 1) ^ POLYNOMIAL : shifted >>> 1;
        }
        return product;
    }
}
