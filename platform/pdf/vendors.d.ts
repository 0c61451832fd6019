declare module 'svg-to-pdfkit' {
  interface Options {
    width?: number
    height?: number
    assumePt?: boolean
    preserveAspectRatio?: string
    fontCallback?: (family: string, bold: boolean, italic: boolean) => string
    imageCallback?: (link: string) => string
    documentCallback?: (file: string) => string[]
    warningCallback?: (warning: string) => void
  }
  function SVGtoPDF(document: PDFKit.PDFDocument, svg: string, x: number, y: number, options?: Options): void
  export = SVGtoPDF
}

// Since 0.18 a figure says where it lies on the page; the published types do not know yet.
declare namespace PDFKit {
  namespace Mixins {
    interface StructureElementOptions {
      bbox?: [number, number, number, number]
    }
  }
}
