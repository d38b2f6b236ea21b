import { PageHead } from '../ui/PageHead'
import { Empty } from '../ui/States'
import { words } from '../ui/words'

export function Plan() {
  const { title, nothing } = words.value.plan
  return (
    <>
      <PageHead title={title} />
      <Empty icon="map">{nothing}</Empty>
    </>
  )
}
