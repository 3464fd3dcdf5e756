import type { RelatedAs } from '@linli/contract/people-relations'

/** What `person_relations.kind` says: what the other is to the person. */
export type RelationKind = 'parent' | 'spouse' | 'guardian' | 'carer'

/** Seen from the person of the row, and from the other. */
const seen: Readonly<Record<RelationKind, readonly [fromPerson: RelatedAs, fromOther: RelatedAs]>> = {
  parent: ['parent', 'child'],
  spouse: ['spouse', 'spouse'],
  guardian: ['guardian', 'ward'],
  carer: ['carer', 'cared_for'],
}

export const seenAs = (kind: RelationKind, fromPerson: boolean): RelatedAs => seen[kind][fromPerson ? 0 : 1]

/** How a row says it: `turned` where the person whose file is open is the parent, guardian or carer. */
export function rowFor(as: RelatedAs): { readonly kind: RelationKind; readonly turned: boolean } {
  switch (as) {
    case 'parent':
    case 'spouse':
    case 'guardian':
    case 'carer':
      return { kind: as, turned: false }
    case 'child':
      return { kind: 'parent', turned: true }
    case 'ward':
      return { kind: 'guardian', turned: true }
    case 'cared_for':
      return { kind: 'carer', turned: true }
  }
}
