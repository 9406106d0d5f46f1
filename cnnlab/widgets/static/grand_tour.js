// @ts-check
// A grand tour: ten dimensions turned slowly, and shown in two. All of it is linear.

/** @typedef {[x: number, y: number]} Place */
/** @typedef {Place[]} Basis where each of the ten axes points on the screen; 1 is all of it */

const NUM_AXES = 10;
// Turns a second between an axis and the next; no two of them come round together.
const SPEEDS = Array.from({ length: NUM_AXES }, (_, k) => 0.011 * Math.sqrt(k + 2));

/**
 * The axes evenly around a circle.
 *
 * @returns {Basis}
 */
export function evenBasis() {
  const length = Math.sqrt(2 / NUM_AXES);
  return Array.from({ length: NUM_AXES }, (_, k) => {
    const angle = (2 * Math.PI * k) / NUM_AXES - Math.PI / 2;
    return [length * Math.cos(angle), length * Math.sin(angle)];
  });
}

/**
 * The basis some time later: each axis has turned a little towards the next one.
 *
 * @param {Basis} basis
 * @param {number} seconds
 * @returns {Basis}
 */
export function turned(basis, seconds) {
  /** @type {Basis} */
  const axes = basis.map(([x, y]) => [x, y]);
  SPEEDS.forEach((speed, k) => {
    const angle = 2 * Math.PI * speed * seconds;
    const next = (k + 1) % NUM_AXES;
    const [one, other] = [axes[k], axes[next]];
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    axes[k] = [cos * one[0] - sin * other[0], cos * one[1] - sin * other[1]];
    axes[next] = [sin * one[0] + cos * other[0], sin * one[1] + cos * other[1]];
  });
  return orthonormal(axes);
}

/**
 * The basis with one axis at a place; the others make room, each as little as it can.
 *
 * @param {Basis} basis
 * @param {number} axis
 * @param {Place} place within the circle of radius 1, and not on it
 * @returns {Basis}
 */
export function held(basis, axis, place) {
  const others = basis.filter((_old, k) => k !== axis);
  // The others' columns have to make up what the held one leaves of the identity. So they are
  // brought to the identity first, and then to that.
  const has = products(others);
  const wanted = subtracted([1, 0, 1], products([place]));
  const root = rootOf(wanted);
  const back = inverse(rootOf(has));
  return basis.map((old, k) => (k === axis ? place : times(times(old, back), root)));
}

/** @typedef {[xx: number, xy: number, yy: number]} Symmetric a symmetric matrix, two by two */

/**
 * @param {Place[]} places
 * @returns {Symmetric}
 */
function products(places) {
  /** @type {Symmetric} */
  const sums = [0, 0, 0];
  for (const [x, y] of places) {
    sums[0] += x * x;
    sums[1] += x * y;
    sums[2] += y * y;
  }
  return sums;
}

/**
 * @param {Symmetric} one
 * @param {Symmetric} other
 * @returns {Symmetric}
 */
function subtracted(one, other) {
  return [one[0] - other[0], one[1] - other[1], one[2] - other[2]];
}

/**
 * The square root: (M + s) / sqrt(trace + 2 s), s the root of the determinant (Cayley, Hamilton).
 *
 * @param {Symmetric} matrix with no negative eigenvalue
 * @returns {Symmetric}
 */
function rootOf([xx, xy, yy]) {
  const s = Math.sqrt(Math.max(0, xx * yy - xy * xy));
  const t = Math.sqrt(xx + yy + 2 * s) || 1;
  return [(xx + s) / t, xy / t, (yy + s) / t];
}

/**
 * @param {Symmetric} matrix
 * @returns {Symmetric}
 */
function inverse([xx, xy, yy]) {
  const determinant = Math.max(1e-12, xx * yy - xy * xy);
  return [yy / determinant, -xy / determinant, xx / determinant];
}

/**
 * @param {Place} place
 * @param {Symmetric} matrix
 * @returns {Place}
 */
function times([x, y], [xx, xy, yy]) {
  return [x * xx + y * xy, x * xy + y * yy];
}

/**
 * The same with columns of length 1 at right angles to each other, by Gram and Schmidt: then the
 * picture is a shadow of the ten dimensions, and nothing in it is stretched.
 *
 * @param {Basis} basis
 * @returns {Basis}
 */
export function orthonormal(basis) {
  const across = unit(basis.map(([x]) => x));
  const up = basis.map(([, y]) => y);
  const shared = dot(across, up);
  const upright = unit(up.map((y, k) => y - shared * across[k]));
  return across.map((x, k) => [x, upright[k]]);
}

/**
 * Where the outputs of one image lie.
 *
 * @param {ArrayLike<number>} outputs ten shares
 * @param {Basis} basis
 * @returns {Place}
 */
export function placeOf(outputs, basis) {
  let x = 0;
  let y = 0;
  for (let k = 0; k < NUM_AXES; k += 1) {
    x += outputs[k] * basis[k][0];
    y += outputs[k] * basis[k][1];
  }
  return [x, y];
}

/** @param {number[]} values */
function unit(values) {
  const length = Math.sqrt(dot(values, values)) || 1;
  return values.map((value) => value / length);
}

/**
 * @param {number[]} one
 * @param {number[]} other
 */
function dot(one, other) {
  return one.reduce((sum, value, k) => sum + value * other[k], 0);
}
