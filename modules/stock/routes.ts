import { invalid } from '@guichet/platform/errors'
import { handle, handleCall, type Route } from '@guichet/platform/http'
import { csv_type, writeCsv, writeXlsx, xlsx_type } from '@guichet/platform/spreadsheet'
import { localDate } from '@guichet/platform/local-time'
import * as catalogue from './catalogue/commands.ts'
import * as catalogueContract from './catalogue/contract.ts'
import * as catalogueReads from './catalogue/queries.ts'
import { alertRoutes } from './alerts/routes.ts'
import * as counts from './counts/commands.ts'
import * as countsContract from './counts/contract.ts'
import { listCounts, readCount } from './counts/queries.ts'
import { demandRoutes } from './demand/routes.ts'
import * as documents from './ledger/commands/documents.ts'
import { applyImport, undoImport } from './exchange/commands/apply.ts'
import { readInThread } from './exchange/commands/read-file.ts'
import { decideRow, keepFile, mapImport, refuseTwice } from './exchange/commands/take-in.ts'
import * as exchangeContract from './exchange/contract.ts'
import { sampleFile } from './exchange/model/sample.ts'
import { listImportRows, listImports, readImport } from './exchange/queries/imports.ts'
import { productRows, sheetColumns } from './exchange/queries/products-sheet.ts'
import { releaseReservation, reserveGoods } from './ledger/commands/reserve.ts'
import * as ledgerContract from './ledger/contract.ts'
import { listMovements, salesOfDay } from './ledger/queries.ts'
import * as orders from './orders/commands.ts'
import * as ordersContract from './orders/contract.ts'
import { listOrders, readOrder } from './orders/queries.ts'
import { overviewRoutes } from './overview/routes.ts'

export const routes: Route[] = [
  handle(catalogueContract.listProducts, (ctx, { query }) => catalogueReads.listProducts(ctx, query)),
  handle(catalogueContract.readProduct, (ctx, { params }) =>
    catalogueReads.readProduct(ctx, params.product_id),
  ),
  handle(catalogueContract.findProduct, (ctx, { params }) =>
    catalogueReads.productByBarcode(ctx, params.barcode),
  ),
  handle(catalogueContract.createProduct, (ctx, { body }) => catalogue.createProduct(ctx, body)),
  handle(catalogueContract.changeProduct, (ctx, { params, body }) =>
    catalogue.changeProduct(ctx, params.product_id, body),
  ),
  handle(catalogueContract.listCategories, async (ctx) => ({
    items: await catalogueReads.listCategories(ctx),
  })),
  handle(catalogueContract.listSuppliers, (ctx, { query }) => catalogueReads.listSuppliers(ctx, query)),
  handle(catalogueContract.createSupplier, (ctx, { body }) => catalogue.createSupplier(ctx, body)),
  handle(catalogueContract.changeSupplier, (ctx, { params, body }) =>
    catalogue.changeSupplier(ctx, params.supplier_id, body),
  ),
  handle(catalogueContract.listLocations, async (ctx) => ({
    items: await catalogueReads.listLocations(ctx),
  })),
  handle(catalogueContract.createLocation, (ctx, { body }) => catalogue.createLocation(ctx, body)),
  handle(catalogueContract.changeLocation, (ctx, { params, body }) =>
    catalogue.changeLocation(ctx, params.location_id, body),
  ),
  handle(catalogueContract.readSettings, (ctx) => catalogueReads.settingsOf(ctx)),
  handle(catalogueContract.changeSettings, (ctx, { body }) => catalogue.changeSettings(ctx, body)),

  handle(ledgerContract.listMovements, (ctx, { query }) => listMovements(ctx, query)),
  handle(ledgerContract.recordMovements, (ctx, { body }) => documents.recordMovements(ctx, body)),
  handle(ledgerContract.recordSale, (ctx, { body }) => documents.recordSale(ctx, body)),
  handle(ledgerContract.transferGoods, (ctx, { body }) => documents.transferGoods(ctx, body)),
  handle(ledgerContract.reverseMovement, (ctx, { params, body }) =>
    documents.reverseMovement(ctx, params.movement_id, body.whole_document),
  ),
  handle(ledgerContract.reserveGoods, (ctx, { body }) => reserveGoods(ctx, body)),
  handle(ledgerContract.releaseReservation, (ctx, { params }) =>
    releaseReservation(ctx, params.reservation_id),
  ),
  handle(ledgerContract.readSalesOfDay, (ctx, { query }) => salesOfDay(ctx, query.location_id)),

  handle(ordersContract.listOrders, (ctx, { query }) => listOrders(ctx, query)),
  handle(ordersContract.readOrder, (ctx, { params }) => readOrder(ctx, params.purchase_order_id)),
  handle(ordersContract.createOrder, (ctx, { body }) => orders.createOrder(ctx, body)),
  handle(ordersContract.changeOrder, (ctx, { params, body }) =>
    orders.changeOrder(ctx, params.purchase_order_id, body),
  ),
  handle(ordersContract.sendOrder, (ctx, { params, body }) =>
    orders.sendOrder(ctx, params.purchase_order_id, body.expected_on),
  ),
  handle(ordersContract.receiveOrder, (ctx, { params, body }) =>
    orders.receiveOrder(ctx, params.purchase_order_id, body),
  ),
  handle(ordersContract.closeOrder, (ctx, { params }) => orders.closeOrder(ctx, params.purchase_order_id)),
  handle(ordersContract.cancelOrder, (ctx, { params }) => orders.cancelOrder(ctx, params.purchase_order_id)),

  handle(countsContract.listCounts, (ctx, { query }) => listCounts(ctx, query)),
  handle(countsContract.readCount, (ctx, { params }) => readCount(ctx, params.count_session_id)),
  handle(countsContract.openCount, (ctx, { body }) => counts.openCount(ctx, body)),
  handle(countsContract.enterCounts, (ctx, { params, body }) =>
    counts.enterCounts(ctx, params.count_session_id, body.entries),
  ),
  handle(countsContract.applyCount, (ctx, { params }) => counts.applyCount(ctx, params.count_session_id)),
  handle(countsContract.cancelCount, (ctx, { params }) => counts.cancelCount(ctx, params.count_session_id)),

  handleCall(exchangeContract.uploadImport, async (call, { query }) => {
    const tenant = call.tenant!
    const { max_bytes } = exchangeContract.uploadImport.upload!
    const file = await call.platform.files.put(tenant.id, call.request.raw, { max_bytes })
    if (file.bytes === 0) throw invalid('stock.file_empty')
    await call.open(tenant, (ctx) => refuseTwice(ctx, query.kind, file.sha256))
    const bytes = await call.platform.files.read(tenant.id, file.sha256, max_bytes)
    const sheet = await readInThread(bytes, query.file_name)
    return call.open(tenant, (ctx) =>
      keepFile(ctx, {
        kind: query.kind,
        name: query.file_name,
        sha256: file.sha256,
        bytes: file.bytes,
        sheet,
      }),
    )
  }),
  handle(exchangeContract.listImports, (ctx, { query }) => listImports(ctx, query)),
  handle(exchangeContract.readImport, (ctx, { params }) => readImport(ctx, params.import_batch_id)),
  handle(exchangeContract.listImportRows, (ctx, { params, query }) =>
    listImportRows(ctx, params.import_batch_id, query),
  ),
  handle(exchangeContract.mapImport, (ctx, { params, body }) => mapImport(ctx, params.import_batch_id, body)),
  handle(exchangeContract.decideImportRow, (ctx, { params, body }) =>
    decideRow(ctx, params.import_batch_id, body.row_number, body.same),
  ),
  handle(exchangeContract.applyImport, (ctx, { params }) => applyImport(ctx, params.import_batch_id)),
  handle(exchangeContract.undoImport, (ctx, { params }) => undoImport(ctx, params.import_batch_id)),
  handleCall(exchangeContract.exportProducts, async (call, { query }) => {
    const tenant = call.tenant!
    if (query.location_id)
      await call.open(tenant, (ctx) => catalogueReads.readLocation(ctx, query.location_id!))
    const columns = sheetColumns(tenant.locale, tenant.currency)
    const rows = productRows(
      (work) => call.open(tenant, work, { figures: true }),
      tenant.locale,
      query.location_id,
    )
    const options = { locale: tenant.locale, time_zone: tenant.time_zone }
    const csv = query.format === 'csv'
    return call.reply
      .header('content-type', csv ? csv_type : xlsx_type)
      .header('content-disposition', `attachment; filename="stock-${tenant.slug}.${query.format}"`)
      .send(csv ? writeCsv(columns, rows, options) : writeXlsx([{ name: 'Stock', columns, rows }], options))
  }),
  handleCall(exchangeContract.downloadSample, async (call, { query }) => {
    const today = localDate(call.platform.now(), call.tenant!.time_zone)
    return call.reply
      .header('content-type', 'text/csv; charset=windows-1252')
      .header(
        'content-disposition',
        `attachment; filename="${query.kind === 'stock' ? 'stock' : 'ventes'}-exemple.csv"`,
      )
      .send(sampleFile(query.kind, today))
  }),
  ...demandRoutes,
  ...alertRoutes,
  ...overviewRoutes,
]
