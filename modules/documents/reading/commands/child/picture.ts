import sharp, { type Sharp } from 'sharp'
import { Refusal, type Job } from '../../model/job.ts'
import { recognise } from './recognise.ts'
import { recognisedPage } from './recognised-page.ts'
import type { Reader } from './teller.ts'

/** More does not read better; an A4 page at 250 points per inch has six million. */
const enoughPixels = 8_000_000
const imageWidth = 1_100
const thumbnailWidth = 180

sharp.cache(false)
sharp.concurrency(1)

/** Photos and scans; a TIFF may hold several pages. */
export const readPicture: Reader = async (bytes, job, { tell, say }, found) => {
  const {
    width,
    height,
    pages = 1,
  } = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => {
      throw new Refusal('damaged')
    })
  // One frame of several is as high as the file says for a page.
  if (width * height > job.limits.max_pixels) throw new Refusal('too_many_pixels')
  const format = bytes[0] === 0x47 ? 1 : pages
  if (format > job.limits.max_pages) throw new Refusal('too_many_pages')
  await say({ say: 'opened', type: found.type, page_count: format, note: found.note })
  const wanted = wantedPages(job, format)
  for (const page of wanted) {
    await say({ say: 'turning', page })
    if (job.task === 'draw') await tell({ say: 'drawn', page, ...(await drawn(frame(bytes, job, page))) })
    else if (job.method === 'text')
      await tell({
        say: 'page',
        page,
        method: 'unreadable',
        reason: 'no_text',
        confidence: null,
        text: '',
        hidden: null,
      })
    else
      await tell(recognisedPage(page, await recognise(await forReading(frame(bytes, job, page)), job), null))
  }
  return format
}

export function wantedPages(job: Job, page_count: number): number[] {
  const skip = new Set(job.skip)
  return job.task === 'draw'
    ? job.draw.filter((page) => page <= page_count)
    : Array.from({ length: page_count }, (_, index) => index + 1).filter((page) => !skip.has(page))
}

/** Upright as the camera noted; what a camera wrote about place and time stays behind. */
const frame = (bytes: Uint8Array, job: Job, page: number): Sharp =>
  sharp(bytes, { limitInputPixels: job.limits.max_pixels, failOn: 'error', page: page - 1 }).autoOrient()

async function forReading(picture: Sharp): Promise<Buffer> {
  const { width, height } = await picture.clone().metadata()
  const scale = Math.min(1, Math.sqrt(enoughPixels / (width * height)))
  return picture
    .resize({ width: Math.max(1, Math.round(width * scale)) })
    .flatten({ background: '#fff' })
    .greyscale()
    .png({ compressionLevel: 1 })
    .toBuffer()
    .catch(() => {
      throw new Refusal('damaged')
    })
}

/** What the screen shows: a page to read and a small one to find it by. */
export async function drawn(picture: Sharp): Promise<{ image: Uint8Array; thumbnail: Uint8Array }> {
  const image = await picture
    .flatten({ background: '#fff' })
    .resize({ width: imageWidth, withoutEnlargement: true })
    .webp({ quality: 80 })
    .toBuffer()
  return {
    image,
    thumbnail: await sharp(image)
      .resize({ width: thumbnailWidth, height: thumbnailWidth * 2, fit: 'inside' })
      .webp({ quality: 70 })
      .toBuffer(),
  }
}
