import type { PersonOnPhone } from '@linli/contract/field-sync'
import type { VisitPart } from '@linli/contract/fieldwork'
import { earliestBirth } from '@linli/contract/identity-document'
import type { KnownHow, PersonSaid, Relation, ResidenceKind, Sex } from '@linli/contract/people'
import { isPhone as isForm, normalisePhone } from '@linli/contract/phone'

/** What can have changed of somebody at the door: what a visit may ask of the register, and nothing else. */
export const changeKinds = [
  'moved',
  'works_away',
  'back',
  'phone',
  'died',
  'wrong',
  'kind',
  'relation',
  'head',
] as const
export type ChangeKind = (typeof changeKinds)[number]

/** What can have changed of this person: nobody comes back who is here, and a head has no relation to themselves. */
export const kindsFor = ({ livesHere, relation }: Pick<PersonOnPhone, 'livesHere' | 'relation'>): ChangeKind[] =>
  changeKinds.filter((kind) => {
    if (kind === 'works_away') return livesHere
    if (kind === 'back') return !livesHere
    return (kind !== 'head' && kind !== 'relation') || relation !== 'head'
  })

/** To the head; who is the head is a change of its own. */
export const relations = [
  'spouse',
  'son',
  'daughter',
  'grandchild',
  'parent',
  'grandparent',
  'sibling',
  'other',
  'non_relative',
] as const satisfies readonly Relation[]

/** Of a day: they end, or change, what held until then. */
export const hasDay = (form: ChangeForm) =>
  (['moved', 'died', 'works_away', 'back', 'kind', 'relation'] as const).some((kind) => form.kinds.includes(kind))

/** Out of the county; elsewhere in it, where the station finds the door; to another household of this grid. */
export type MovedWhere = 'out' | 'county' | 'grid'

export interface ChangeForm {
  readonly kinds: readonly ChangeKind[]
  /** Who said so. */
  readonly knownHow: KnownHow
  readonly on: string
  readonly where: MovedWhere
  readonly toHouseholdId: string | null
  readonly place: string
  readonly phone: string
  /** Has none, or does not want to say. */
  readonly noPhone: boolean
  /** Filled in only as far as it was written wrongly. */
  readonly name: string
  readonly sex: Sex | null
  readonly birthOn: string
  readonly residenceKind: ResidenceKind | null
  readonly relation: Relation | null
}

export const emptyChange = (today: string): ChangeForm => ({
  kinds: [],
  knownHow: 'household',
  on: today,
  where: 'out',
  toHouseholdId: null,
  place: '',
  phone: '',
  noPhone: false,
  name: '',
  sex: null,
  birthOn: '',
  residenceKind: null,
  relation: null,
})

export type ChangeFault =
  | 'kind_missing'
  | 'phone_wrong'
  | 'day_missing'
  | 'day_future'
  | 'household_missing'
  | 'wrong_what'
  | 'birth_future'
  | 'birth_early'
  | 'kind_what'
  | 'relation_what'

/** As the register keeps it. */
export const digits = normalisePhone
export const isPhone = (phone: string) => isForm(normalisePhone(phone))

/** Who has left or died changes in no other way. */
export function withKind(form: ChangeForm, kind: ChangeKind): ChangeForm {
  if (form.kinds.includes(kind)) return { ...form, kinds: form.kinds.filter((each) => each !== kind) }
  const ends = (each: ChangeKind) => each === 'moved' || each === 'died'
  if (ends(kind)) return { ...form, kinds: [kind] }
  const either = kind === 'head' ? 'relation' : kind === 'relation' ? 'head' : null
  return { ...form, kinds: [...form.kinds.filter((each) => !ends(each) && each !== either), kind] }
}

export function changeFaults(form: ChangeForm, today: string): ChangeFault[] {
  const has = (kind: ChangeKind) => form.kinds.includes(kind)
  const checks: readonly (readonly [boolean, ChangeFault])[] = [
    [form.kinds.length === 0, 'kind_missing'],
    [hasDay(form) && form.on === '', 'day_missing'],
    [hasDay(form) && form.on > today, 'day_future'],
    [has('moved') && form.where === 'grid' && form.toHouseholdId === null, 'household_missing'],
    [has('phone') && !form.noPhone && !isPhone(form.phone), 'phone_wrong'],
    [has('wrong') && form.name.trim() === '' && form.sex === null && form.birthOn === '', 'wrong_what'],
    [has('wrong') && form.birthOn > today, 'birth_future'],
    [has('kind') && !form.residenceKind, 'kind_what'],
    [has('relation') && !form.relation, 'relation_what'],
    [has('wrong') && form.birthOn !== '' && form.birthOn < earliestBirth(today), 'birth_early'],
  ]
  return checks.flatMap(([wrong, fault]) => (wrong ? [fault] : []))
}

/** What goes into the file of this person, with what the form's answers say; who became head stands in the household's. */
export function partsOf(
  person: Pick<PersonOnPhone, 'id' | 'version'>,
  form: ChangeForm,
  answered: PersonSaid,
): VisitPart[] {
  const has = (kind: ChangeKind) => form.kinds.includes(kind)
  const { knownHow } = form
  const about = { personId: person.id, seenVersion: person.version, knownHow }
  const place = form.place.trim()
  const residence = { on: form.on, relation: 'unknown', livesHere: true } as const
  if (has('died')) return [{ kind: 'person_moved', ...about, move: { ...residence, how: 'died' } }]
  if (has('moved')) {
    const to = form.where === 'grid' && form.toHouseholdId !== null ? { toHouseholdId: form.toHouseholdId } : {}
    const how = form.where === 'out' ? 'moved_out' : 'moved_within'
    const move = { ...residence, how, ...to, ...(place ? { otherPlace: place } : {}) } as const
    return [{ kind: 'person_moved', ...about, move }]
  }
  const name = form.name.trim()
  const said = {
    ...answered,
    ...(has('works_away') ? { work: 'working_away' as const } : {}),
    ...(has('wrong') && name ? { name } : {}),
    ...(has('wrong') && form.sex ? { sex: form.sex } : {}),
    ...(has('wrong') && form.birthOn ? { birthOn: form.birthOn } : {}),
  }
  const phone = has('phone') ? { phone: form.noPhone ? null : digits(form.phone) } : {}
  const stays = {
    ...(has('works_away') ? { livesHere: false, ...(place ? { otherPlace: place } : {}) } : {}),
    ...(has('back') ? { livesHere: true } : {}),
    ...(has('kind') && form.residenceKind ? { residenceKind: form.residenceKind } : {}),
    ...(has('relation') && form.relation ? { relation: form.relation } : {}),
  }
  const parts: VisitPart[] = []
  if (Object.keys({ ...said, ...phone }).length > 0)
    parts.push({ kind: 'person_said', ...about, ...phone, ...(Object.keys(said).length > 0 ? { said } : {}) })
  if (Object.keys(stays).length > 0)
    parts.push({ kind: 'residence_changed', ...about, change: { on: form.on, ...stays } })
  return parts
}
