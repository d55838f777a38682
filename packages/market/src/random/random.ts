/**
 * State of the generator xoshiro128** (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2018).
 * Four 32-bit words as plain numbers, so that a stream of dice survives as JSON.
 */
export interface Random {
  a: number;
  b: number;
  c: number;
  d: number;
}

/** A stream of dice from a seed. The same seed gives the same stream on every machine. */
export function createRandom(seed: number | string): Random {
  let state = hashSeed(String(seed));
  const word = (): number => {
    state = (state + 0x9e3779b9) | 0;
    return mix32(state) >>> 0;
  };
  return { a: word(), b: word(), c: word(), d: word() };
}

/** An independent stream named by `label`; the parent stream is not moved, so adding a child changes no other draw. */
export function splitRandom(parent: Readonly<Random>, label: string): Random {
  return createRandom(`${parent.a},${parent.b},${parent.c},${parent.d}/${label}`);
}

/** The next 32 random bits as an unsigned integer. */
export function nextUint32(random: Random): number {
  const scrambled = Math.imul(rotateLeft(Math.imul(random.b, 5), 7), 9) >>> 0;
  const shifted = random.b << 9;
  random.c ^= random.a;
  random.d ^= random.b;
  random.b ^= random.c;
  random.a ^= random.d;
  random.c ^= shifted;
  random.d = rotateLeft(random.d, 11);
  return scrambled;
}

/** A uniform number in [0, 1) with 53 random bits. */
export function nextUniform(random: Random): number {
  const high = nextUint32(random) >>> 5;
  const low = nextUint32(random) >>> 6;
  return (high * 67_108_864 + low) / 9_007_199_254_740_992;
}

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

function mix32(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return mixed ^ (mixed >>> 15);
}

function hashSeed(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return mix32(hash);
}
