import type { AddressCandidate } from '@linli/contract/areas'
import type { Point } from '@linli/contract/common'
import { Icon, lazily } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { queries } from '../../api.ts'
import { useStored } from '../../keep/stored.ts'
import { announce } from '../../parts/announce.tsx'
import { AreaList, type PickedArea } from '../../parts/area-list.tsx'
import { Boundary } from '../../parts/boundary.tsx'
import { Field, FieldError } from '../../parts/field.tsx'
import { Screen } from '../../parts/screen.tsx'
import { Sheet } from '../../parts/sheet.tsx'
import { type NoPosition, whereAmI } from '@linli/client/where-am-i'
import { paths } from '../../paths.ts'
import { locatedQuery, outlinesQuery } from '../../queries.ts'
import { changeDraft, type ChosenPlace, draftStore } from '../../report/draft.ts'
import { reportWords } from '../../words/report.ts'
import { useFaultWords } from './fault-words.ts'
import { Nearby } from './nearby.tsx'
import type { StepProps } from './report.tsx'
import { useHomeView } from './use-home-view.ts'

const RETRY_MS = 4_000
const PinMap = lazily(
  () => import('../../parts/map/pin-map.tsx'),
  () => <div className="map-room" />,
)

export function WhereStep({ faults, onNext }: StepProps) {
  const t = reportWords.useMessages()
  const { place, address } = useStored(draftStore)
  const faultWords = useFaultWords(faults)
  const start = useHomeView()
  // Until it is known, as in nearly every county.
  const isDrawn = useQuery(outlinesQuery('town', undefined)).data?.features.length !== 0
  const [listOpen, setListOpen] = useState(false)
  const [locating, setLocating] = useState<'no' | 'now' | NoPosition>('no')

  // A pin set without a network still lacks the names of its areas.
  const unnamed = place?.point && place.label === '' ? place.point : null
  useEffect(() => {
    if (unnamed) void nameThePin(unnamed)
  }, [unnamed])

  async function locate() {
    setLocating('now')
    const found = await whereAmI()
    if (typeof found === 'string') {
      setLocating(found)
      return
    }
    setLocating('no')
    setPin(found.point)
  }

  function pick({ label, area }: PickedArea) {
    choose({ label, point: null, areaId: area.id, outside: false })
  }

  function pickAddress({ label, point }: AddressCandidate) {
    choose({ label, point, areaId: null, outside: false })
    // The name of the place is worth more to whoever goes there than the point.
    if (address.trim() === '') changeDraft({ address: label })
  }

  function choose(chosen: ChosenPlace) {
    changeDraft({ place: chosen, placeToken: null })
    setListOpen(false)
    announce(chosen.label)
  }

  // Said at once: a pin outside would only be refused two screens later.
  const placeFault = place?.outside ? t.outside : faultWords('place')
  const here = (
    <button type="button" className="map-here" disabled={locating === 'now'} onClick={() => void locate()}>
      <Icon name="target" />
      {locating === 'now' ? t.locating : t.here}
    </button>
  )
  const missing = <div className="map-missing">{here}</div>
  return (
    <Screen
      title={t.whereTitle}
      bar={t.report}
      aside={t.step(2)}
      progress={{ at: 2, of: 3 }}
      back={paths.report()}
      foot={
        <button type="button" className="go" onClick={onNext}>
          {t.nextContact}
        </button>
      }
    >
      <div className="bleed">
        {isDrawn ? (
          <Boundary otherwise={missing}>
            <PinMap pin={place?.point ?? null} start={start} onPin={setPin}>
              {here}
            </PinMap>
          </Boundary>
        ) : (
          missing
        )}
      </div>
      {!isDrawn && <p className="note">{t.notDrawn}</p>}
      {(locating === 'denied' || locating === 'failed') && (
        <p className="note" role="status">
          <Icon name="alert" />
          <span>{locating === 'denied' ? t.locateDenied : t.locateFailed}</span>
        </p>
      )}
      <div className="row" aria-live="polite">
        <Icon name="pin" />
        <div>
          <b>{place ? place.label || t.pinned : t.noPlaceYet}</b>
          <small>{place ? address : t.noPlaceHint}</small>
        </div>
      </div>
      {placeFault && <FieldError>{placeFault}</FieldError>}
      <button type="button" className="row row-button" onClick={() => setListOpen(true)}>
        <Icon name="list" />
        <span>
          <b>{t.fromList}</b>
          <small>{t.fromListHint}</small>
        </span>
        <Icon name="right" />
      </button>
      <Field
        label={t.address}
        hint={t.addressHint}
        value={address}
        error={faultWords('address')}
        onChange={(value) => changeDraft({ address: value })}
      />
      <Nearby />
      {listOpen && (
        <Sheet title={t.fromList} onClose={() => setListOpen(false)}>
          <AreaList villagesToo onArea={pick} onAddress={pickAddress} />
        </Sheet>
      )}
    </Screen>
  )
}

function setPin(point: Point): void {
  changeDraft({ place: { label: '', point, areaId: null, outside: false }, placeToken: null })
}

/** Says which grid a pin lies in, as soon as there is a network; until then it stays a pin, and the server locates it all the same. */
async function nameThePin(point: Point): Promise<void> {
  const isStill = () => draftStore.get().place?.point === point
  const located = await queries
    .fetchQuery({ ...locatedQuery(point), retry: isStill, retryDelay: RETRY_MS })
    .catch(() => null)
  if (!located || !isStill()) return
  const { town, village, grid, outcome } = located
  const label = [town, village, grid].flatMap((area) => (area ? [area.name] : [])).join(' ')
  changeDraft({ place: { label, point, areaId: null, outside: outcome === 'outside' } })
  if (label) announce(label)
}
