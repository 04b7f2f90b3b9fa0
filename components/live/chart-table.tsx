import { bytes, count } from '../ui/format.ts'
import { Cell, HeadCell, Row, Table, TableHead } from '../ui/table.tsx'
import { type ChartSpec, type Point, summaryOf } from './chart-data.ts'

/** The charts in figures. */
export function ChartTable({
  charts,
}: {
  readonly charts: readonly { readonly spec: ChartSpec; readonly points: readonly Point[] }[]
}) {
  return (
    <Table label="Traffic in figures">
      <TableHead>
        <HeadCell>Measure</HeadCell>
        <HeadCell>Unit</HeadCell>
        <HeadCell isNumeric>Now</HeadCell>
        <HeadCell isNumeric>Average</HeadCell>
        <HeadCell isNumeric>Highest</HeadCell>
        <HeadCell isNumeric>Total</HeadCell>
      </TableHead>
      <tbody>
        {charts.flatMap(({ spec, points }) =>
          summaryOf(spec, points).map((line) => (
            <Row key={`${spec.key}${line.label}`}>
              <Cell>{spec.series.length === 1 ? spec.title : `${spec.title}: ${line.label}`}</Cell>
              <Cell className="text-muted">{spec.unit}</Cell>
              {[line.now, line.average, line.highest].map((value, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: three columns that never move.
                <Cell key={at} isNumeric>
                  {value === null ? '–' : spec.format(value)}
                </Cell>
              ))}
              <Cell isNumeric>{totalText(spec, line.total)}</Cell>
            </Row>
          )),
        )}
      </tbody>
    </Table>
  )
}

/** Exact, because it is what one compares with another count. */
function totalText(spec: ChartSpec, total: number | null): string {
  if (total === null) return '–'
  return spec.key === 'bytes' ? bytes(total) : count(total)
}
