import type { RequestOf } from '@guichet/platform/contract'
import type { createOrganisation } from '../../contract.ts'

type Founding = RequestOf<typeof createOrganisation>['body']
export type Kind = Founding['kind']
export type Country = Founding['country']

export const kinds: readonly Kind[] = [
  'town_hall',
  'vehicle_inspection',
  'medical_practice',
  'agency',
  'shop',
]
export const countries: readonly Country[] = ['SN', 'FR']
