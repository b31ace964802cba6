import type { Random } from '../chance/random.js';

/** First octets under which some range is private, reserved or for documentation; 224 and above are not for hosts. */
const withReservedRanges = new Set([0, 10, 100, 127, 169, 172, 192, 198, 203]);
const publicFirstOctets = Array.from({ length: 224 }, (_, octet) => octet).filter(
  (octet) => !withReservedRanges.has(octet),
);

/** An IPv4 address as a visitor from the internet has one, such as `93.184.216.34`. */
export function ipAddress(random: Random): string {
  return `${random.pick(publicFirstOctets)}.${random.below(256)}.${random.below(256)}.${random.between(1, 254)}`;
}
