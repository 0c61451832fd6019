drop table stock.reservation, stock.movement_value, stock.valuation, stock.lot_balance, stock.balance, stock.movement,
  stock.lot, stock.barcode, stock.packaging, stock.product, stock.location, stock.supplier, stock.setting;
drop function stock.apply_reservation(), stock.apply_movements();
drop schema stock;
