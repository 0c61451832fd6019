drop table stock.import_row, stock.import_batch, stock.count_line, stock.count_session, stock.receipt,
  stock.purchase_order_line, stock.purchase_order, stock.order_sequence;
drop function stock.apply_order_line();
