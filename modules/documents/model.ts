/** What becomes of a file, from its first byte to its last page. */
export const statuses = [
  'uploading',
  'queued',
  'reading',
  'read',
  'failed',
  'cancelled',
  'needs_password',
] as const
export type Status = (typeof statuses)[number]
/** Statuses in which something is still going to happen by itself. */
export const underway: readonly Status[] = ['uploading', 'queued', 'reading']

export const methods = ['auto', 'text', 'ocr'] as const
export type Method = (typeof methods)[number]
export type PageMethod = 'text' | 'ocr' | 'unreadable'

export interface Limits {
  max_bytes: number
  max_pages: number
  max_pixels: number
  max_inflated_bytes: number
}
/** Until an organisation says otherwise. */
export const usualLimits: Limits = {
  max_bytes: 100 * 1024 * 1024,
  max_pages: 2_000,
  max_pixels: 50_000_000,
  max_inflated_bytes: 300 * 1024 * 1024,
}
/** What one request may carry; browsers send less at a time, so that a cut costs little. */
export const largestChunk = 16 * 1024 * 1024
export const usualChunk = 2 * 1024 * 1024

/** A page read under one method that need not be read again under another. */
export function readThatWay(page: PageMethod, asked: Method): boolean {
  return asked !== 'auto' && page === asked
}
