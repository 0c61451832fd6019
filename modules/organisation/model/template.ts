import type { Interval, OrganisationKind } from '../contract.ts'

/** A first service: its name in both languages is the text `template.<key>`. */
export interface TemplateService {
  key: string
  prefix: string
  icon: string
  expected_minutes: number
}

/** Letters that no two of which sound alike when read aloud in French: A K L M R U X Z. */
export const templates: Record<OrganisationKind, readonly TemplateService[]> = {
  town_hall: [
    { key: 'civil_status', prefix: 'A', icon: 'scroll-text', expected_minutes: 10 },
    { key: 'certified_copies', prefix: 'L', icon: 'stamp', expected_minutes: 5 },
    { key: 'planning_office', prefix: 'U', icon: 'map', expected_minutes: 20 },
    { key: 'cash_desk', prefix: 'K', icon: 'wallet', expected_minutes: 6 },
  ],
  vehicle_inspection: [
    { key: 'inspection', prefix: 'A', icon: 'car', expected_minutes: 25 },
    { key: 'second_inspection', prefix: 'R', icon: 'rotate-ccw', expected_minutes: 15 },
    { key: 'payment', prefix: 'K', icon: 'wallet', expected_minutes: 5 },
    { key: 'certificate_collection', prefix: 'X', icon: 'file-check', expected_minutes: 4 },
  ],
  medical_practice: [
    { key: 'consultation', prefix: 'A', icon: 'stethoscope', expected_minutes: 20 },
    { key: 'samples', prefix: 'L', icon: 'test-tube', expected_minutes: 8 },
    { key: 'results', prefix: 'R', icon: 'clipboard-list', expected_minutes: 6 },
    { key: 'cash_desk', prefix: 'K', icon: 'wallet', expected_minutes: 5 },
  ],
  agency: [
    { key: 'reception', prefix: 'A', icon: 'info', expected_minutes: 5 },
    { key: 'new_contract', prefix: 'M', icon: 'file-plus', expected_minutes: 20 },
    { key: 'claims', prefix: 'R', icon: 'message-square-warning', expected_minutes: 15 },
    { key: 'payment', prefix: 'K', icon: 'wallet', expected_minutes: 6 },
  ],
  shop: [
    { key: 'sales_advice', prefix: 'A', icon: 'shopping-bag', expected_minutes: 10 },
    { key: 'order_collection', prefix: 'X', icon: 'package', expected_minutes: 5 },
    { key: 'after_sales', prefix: 'R', icon: 'wrench', expected_minutes: 15 },
    { key: 'till', prefix: 'K', icon: 'wallet', expected_minutes: 4 },
  ],
}

/** Hours to begin with, until the organisation gives its own. */
export const usualWeek: readonly Interval[] = [1, 2, 3, 4, 5].map((weekday) => ({
  weekday,
  opens_at: '08:00',
  closes_at: '18:00',
}))

/** `Mairie de Thiès` becomes `mairie-de-thies`: what stands in the organisation's addresses. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 44)
    .replace(/^-+|-+$/g, '')
  return slug.length < 2 ? `guichet-${slug}`.replace(/-+$/, '') : slug
}
