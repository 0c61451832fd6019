import { Button } from '@guichet/kit/button'
import { Dialog } from '@guichet/kit/dialog'
import { useText } from '@guichet/kit/texts'
import { useEffect, useRef, useState } from 'react'

interface Detector {
  detect: (source: HTMLVideoElement) => Promise<{ rawValue: string }[]>
}

const formats = ['ean_13', 'ean_8', 'upc_a', 'upc_e', 'code_128', 'code_39', 'itf', 'qr_code']

/** The browser's own reader where there is one; otherwise ours, whose code is fetched only then. */
async function readerFor(video: HTMLVideoElement): Promise<() => Promise<string | null>> {
  const own = (globalThis as { BarcodeDetector?: new (options: { formats: string[] }) => Detector })
    .BarcodeDetector
  if (own) {
    const detector = new own({ formats })
    return async () => (await detector.detect(video))[0]?.rawValue ?? null
  }
  const zxing = await import('@zxing/library')
  const reader = new zxing.MultiFormatReader()
  const canvas = document.createElement('canvas')
  return () => {
    canvas.width = video.videoWidth
    canvas.height = video.videoHeight
    if (canvas.width === 0) return Promise.resolve(null)
    canvas.getContext('2d', { willReadFrequently: true })!.drawImage(video, 0, 0)
    try {
      const image = new zxing.BinaryBitmap(
        new zxing.HybridBinarizer(new zxing.HTMLCanvasElementLuminanceSource(canvas)),
      )
      return Promise.resolve(reader.decode(image).getText())
    } catch {
      // No code in this picture; the next one may hold one.
      return Promise.resolve(null)
    }
  }
}

/** Reads barcodes with the camera until closed; the same code again only after a pause. */
export function Scanner({ onRead, onClose }: { onRead: (code: string) => void; onClose: () => void }) {
  const text = useText('stock')
  const video = useRef<HTMLVideoElement>(null)
  const [failed, fail] = useState<'refused' | 'absent' | null>(null)
  const [last, show] = useState('')
  const tell = useRef(onRead)
  useEffect(() => {
    tell.current = onRead
  })
  useEffect(() => {
    let stream: MediaStream | undefined
    let running = true
    let timer = 0
    const start = async () => {
      if (!navigator.mediaDevices) throw new DOMException('no camera', 'NotFoundError')
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
      const screen = video.current
      if (!running || !screen) return
      screen.srcObject = stream
      await screen.play()
      const read = await readerFor(screen)
      let before = { code: '', at: 0 }
      const look = async () => {
        if (!running) return
        const code = await read().catch(() => null)
        if (code && (code !== before.code || Date.now() - before.at > 2_000)) {
          before = { code, at: Date.now() }
          navigator.vibrate?.(60)
          show(code)
          tell.current(code)
        }
        timer = window.setTimeout(() => void look(), 180)
      }
      await look()
    }
    start().catch((error: unknown) => {
      if (running) fail((error as DOMException).name === 'NotAllowedError' ? 'refused' : 'absent')
    })
    return () => {
      running = false
      clearTimeout(timer)
      for (const track of stream?.getTracks() ?? []) track.stop()
    }
  }, [])
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={text('scan.title')}
      actions={<Button onPress={onClose}>{text('scan.close')}</Button>}
    >
      {failed ? (
        <p role="alert">{text(`scan.${failed}`)}</p>
      ) : (
        <>
          <video ref={video} muted playsInline className="aspect-4/3 w-full rounded bg-sunken object-cover" />
          <p className="mt-2 text-sm text-muted" role="status">
            {last ? text('scan.read', { code: last }) : text('scan.aim')}
          </p>
        </>
      )}
    </Dialog>
  )
}
