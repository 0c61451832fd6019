import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createCanvas, GlobalFonts } from '@napi-rs/canvas'
import sharp from 'sharp'

export interface Scan {
  jpeg: Buffer
  width: number
  height: number
}

/**
 * Lines of text as a scanner would give them: a picture, a little askew, with the grain of paper. The
 * grain is the same every time.
 * @param turned quarter turns clockwise, in degrees
 */
export async function scanOf(lines: readonly string[], turned: 0 | 90 | 180 | 270 = 0): Promise<Scan> {
  const [width, height] = [1_240, 1_754]
  // A machine without a single font still gets its scan.
  const fonts = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))
  GlobalFonts.registerFromPath(join(fonts, 'standard_fonts', 'LiberationSans-Regular.ttf'), 'Scan')
  const canvas = createCanvas(width, height)
  const pen = canvas.getContext('2d')
  pen.fillStyle = '#fbfaf5'
  pen.fillRect(0, 0, width, height)
  pen.fillStyle = '#1d1d24'
  pen.translate(110, 150)
  pen.rotate(0.004)
  for (const [index, text] of lines.entries()) {
    pen.font = `${index === 0 ? 40 : 30}px Scan`
    pen.fillText(text, 0, index * 52)
  }
  const grain = Buffer.alloc(width * height * 4)
  let seed = 20_260_310
  for (let at = 0; at < grain.length; at += 4) {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
    grain[at + 3] = (seed >>> 16) % 23
  }
  const sheet = await sharp(canvas.data(), { raw: { width, height, channels: 4 } })
    .composite([{ input: grain, raw: { width, height, channels: 4 } }])
    .flatten({ background: '#fff' })
    .png({ compressionLevel: 1 })
    .toBuffer()
  const jpeg = await sharp(sheet).rotate(turned).jpeg({ quality: 72 }).toBuffer({ resolveWithObject: true })
  return { jpeg: jpeg.data, width: jpeg.info.width, height: jpeg.info.height }
}
