/** Upper triangles of a few rows, stored as full squares row after row: the R of a block's QR. */

/**
 * R with RᵀR = G (Cholesky), or undefined where a pivot is smaller than `smallestPivot` times its
 * diagonal entry: the columns whose products G holds are then nearly dependent.
 */
export function choleskyTriangle(
  gram: Float64Array,
  smallestPivot: number,
): Float64Array | undefined {
  const size = Math.sqrt(gram.length);
  const triangle = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) {
      let value = gram[i * size + j];
      for (let p = 0; p < i; p++) value -= triangle[p * size + i] * triangle[p * size + j];
      if (j > i) triangle[i * size + j] = value / triangle[i * size + i];
      else if (value > smallestPivot * gram[i * size + i])
        triangle[i * size + i] = Math.sqrt(value);
      else return undefined;
    }
  }
  return triangle;
}

/** R⁻¹. */
export function invertTriangle(triangle: Float64Array): Float64Array {
  const size = Math.sqrt(triangle.length);
  const inverse = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    inverse[j * size + j] = 1 / triangle[j * size + j];
    for (let i = j - 1; i >= 0; i--) {
      let sum = 0;
      for (let p = i + 1; p <= j; p++) sum += triangle[i * size + p] * inverse[p * size + j];
      inverse[i * size + j] = -sum / triangle[i * size + i];
    }
  }
  return inverse;
}

/** The product of two upper triangles. */
export function multiplyTriangles(a: Float64Array, b: Float64Array): Float64Array {
  const size = Math.sqrt(a.length);
  const product = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) {
      for (let p = i; p <= j; p++) product[i * size + j] += a[i * size + p] * b[p * size + j];
    }
  }
  return product;
}
