/** The points of an SVG polyline for numbers from 0 to 10, in a box of that width and height. */
export function pointsOf(numbers: readonly number[], width: number, height: number): string {
  const step = numbers.length > 1 ? width / (numbers.length - 1) : 0
  return numbers.map((one, i) => `${round(i * step)},${round(height - (one / 10) * height)}`).join(' ')
}

const round = (n: number): number => Math.round(n * 10) / 10
