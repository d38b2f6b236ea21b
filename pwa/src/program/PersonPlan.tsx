import { PageHead } from '../ui/PageHead'
import { Empty } from '../ui/States'
import { words } from '../ui/words'

export function PersonPlan() {
  const { title, nothing } = words.value.plan
  return (
    <>
      <PageHead title={title} back="/people" />
      <Empty icon="map">{nothing}</Empty>
    </>
  )
}
