"""Philox4x32-10 from its paper (Salmon et al., SC 2011), for the expected values of PhiloxTest and RandomTest."""
import math

MULTIPLIERS = 0xD2511F53, 0xCD9E8D57
WEYL = 0x9E3779B9, 0xBB67AE85
MASK = 0xFFFFFFFF


def philox(counter, key):
    c, k = list(counter), list(key)
    for _ in range(10):
        p0, p1 = MULTIPLIERS[0] * c[0], MULTIPLIERS[1] * c[2]
        c = [(p1 >> 32) ^ c[1] ^ k[0], p1 & MASK, (p0 >> 32) ^ c[3] ^ k[1], p0 & MASK]
        k = [(a + w) & MASK for a, w in zip(k, WEYL)]
    return c


def block(seed, index):
    return philox([index & MASK, index >> 32, 0, 0], [seed & MASK, seed >> 32])


def fraction(high, low):
    return ((high << 21) | (low >> 11)) * 2.0**-53


# The three known answers of Random123's kat_vectors.
assert philox([0] * 4, [0] * 2) == [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]
assert philox([MASK] * 4, [MASK] * 2) == [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]
assert philox([0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344], [0xA4093822, 0x299F31D0]) == [
    0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1]

for seed, index in [(0, 0), (0, 1), (299792458, 0), (299792458, 1), (2**64 - 1, 2**64 - 1),
                    (0x0123456789ABCDEF, 0xFEDCBA9876543210), (2**63, 2**32)]:
    print(f"{seed:#x} {index:#x}:", *(f"{x:#010x}" for x in block(seed, index)))
for index in range(3):
    a, b, c, d = block(299792458, index)
    u, v = fraction(a, b), fraction(c, d)
    radius = math.sqrt(-2 * math.log(1 - u))
    print(u, v, radius * math.cos(2 * math.pi * v), radius * math.sin(2 * math.pi * v))
