import { localDate, number } from '../shared/i18n'
import type { CravingPoint } from '../shared/wire'
import { here } from '../ui/here'
import { now } from '../ui/now'
import type { Drawing, Inks } from '../ui/plot'
import { usePlot } from '../ui/plot'
import { alone, sixWeeksTo, sparkOf, type Values } from './chart'
import { words } from './words'

const HEIGHT = 30
const LINE = 2

/** Six weeks of cravings as a small line, and in words for those who do not see it. */
export function Spark({ points }: { points: readonly CravingPoint[] }) {
  const today = localDate(now.value, here().zone)
  const host = usePlot((inks) => drawing(points, today, inks), [JSON.stringify(points), today])
  return (
    <>
      <div class="spark" ref={host} aria-hidden="true" />
      <span class="hidden">{said(points)}</span>
    </>
  )
}

function said(points: readonly CravingPoint[]): string {
  const { spark } = words.value
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last) return spark.none
  const most = Math.max(...points.map(({ value }) => value))
  const [a, b, c] = [first.value, most, last.value].map((value) => number(value, here().language))
  return spark.said(points.length, a ?? '', b ?? '', c ?? '')
}

function drawing(points: readonly CravingPoint[], today: string, inks: Inks): Drawing {
  const { x, y } = sparkOf(points)
  const [from, to] = sixWeeksTo(today)
  return {
    data: [x, y],
    options: {
      height: HEIGHT,
      padding: [4, 4, 4, 4],
      axes: [{ show: false }, { show: false }],
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false, range: [from, to] }, y: { range: [0, 10] } },
      series: [{}, { stroke: inks.accent, width: LINE, points: { show: true, size: 5, fill: inks.accent, filter: () => dots(y) } }],
    },
  }
}

/** Where it stands now, and what no line leads to. */
const dots = (y: Values): number[] => [...new Set([...alone(y), ...(y.length > 0 ? [y.length - 1] : [])])]
