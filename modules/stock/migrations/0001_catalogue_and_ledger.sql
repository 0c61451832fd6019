-- How the organisation keeps its stock; one that never chose has the defaults of catalogue/queries.
create table stock.setting (
  tenant_id uuid not null primary key,
  valuation text not null default 'weighted_average' check (valuation in ('weighted_average', 'fifo')),
  -- Whether more may leave than the ledger says is there (goods sold before their receipt is typed in).
  negative_allowed boolean not null default false,
  updated_at timestamptz not null default now()
);
select platform.protect('stock.setting');

create table stock.supplier (
  tenant_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 120),
  -- Without accents, signs and case: two spellings of one name meet here.
  name_key text not null,
  phone text,
  email text,
  -- What the supplier says; what was observed is read from receipts.
  promised_lead_days int not null default 7 check (promised_lead_days between 0 and 365),
  -- How often one orders from it.
  review_days int not null default 7 check (review_days between 1 and 365),
  minimum_order_minor bigint not null default 0 check (minimum_order_minor >= 0),
  notes text,
  active boolean not null default true,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create unique index supplier_name on stock.supplier (tenant_id, name_key);
select platform.protect('stock.supplier');

create table stock.location (
  tenant_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 80),
  name_key text not null,
  kind text not null default 'shop' check (kind in ('shop', 'depot')),
  site_id uuid,
  active boolean not null default true,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create unique index location_name on stock.location (tenant_id, name_key);
select platform.protect('stock.location');

create table stock.product (
  tenant_id uuid not null,
  id uuid not null,
  sku text not null check (length(sku) between 1 and 60),
  name text not null check (length(name) between 1 and 160),
  -- Searched and sorted by.
  name_key text not null,
  -- Words sorted, plurals and spaces gone: near-duplicates meet here.
  match_key text not null,
  unit text not null check (unit in ('piece', 'kg', 'g', 'l', 'm', 'm2', 'm3', 'bag', 'box', 'pair', 'roll')),
  -- Digits after the comma a quantity may have: 0 refuses half a piece.
  decimals smallint not null default 0 check (decimals between 0 and 3),
  category text,
  currency text not null check (currency in ('XOF', 'EUR')),
  price_minor bigint not null default 0 check (price_minor >= 0),
  -- Of one base unit; a carton's price divided by 24 needs decimals even in francs.
  cost_minor numeric(20, 6) not null default 0 check (cost_minor >= 0),
  supplier_id uuid,
  tracks_lots boolean not null default false,
  active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, supplier_id) references stock.supplier (tenant_id, id)
);
create unique index product_sku on stock.product (tenant_id, lower(sku));
create index product_name on stock.product (tenant_id, name_key, id);
create index product_match on stock.product (tenant_id, match_key text_pattern_ops);
create index product_supplier on stock.product (tenant_id, supplier_id) where supplier_id is not null;
create index product_category on stock.product (tenant_id, category, name_key) where category is not null;
select platform.protect('stock.product');

-- A carton of 24: how many base units it holds.
create table stock.packaging (
  tenant_id uuid not null,
  id uuid not null,
  product_id uuid not null,
  name text not null check (length(name) between 1 and 40),
  quantity numeric(18, 3) not null check (quantity > 0),
  -- The one suppliers deliver in: orders are rounded up to whole ones.
  for_orders boolean not null default false,
  primary key (tenant_id, id),
  foreign key (tenant_id, product_id) references stock.product (tenant_id, id) on delete cascade
);
create unique index packaging_name on stock.packaging (tenant_id, product_id, lower(name));
create unique index packaging_for_orders on stock.packaging (tenant_id, product_id) where for_orders;
select platform.protect('stock.packaging');

create table stock.barcode (
  tenant_id uuid not null,
  code text not null check (code ~ '^[A-Za-z0-9._/+-]{3,60}$'),
  product_id uuid not null,
  -- The code on a carton counts as the whole carton.
  packaging_id uuid,
  primary key (tenant_id, code),
  foreign key (tenant_id, product_id) references stock.product (tenant_id, id) on delete cascade,
  foreign key (tenant_id, packaging_id) references stock.packaging (tenant_id, id) on delete cascade
);
create index barcode_product on stock.barcode (tenant_id, product_id);
select platform.protect('stock.barcode');

create table stock.lot (
  tenant_id uuid not null,
  id uuid not null,
  product_id uuid not null,
  code text not null check (length(code) between 1 and 60),
  expires_on date,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, product_id) references stock.product (tenant_id, id)
);
create unique index lot_code on stock.lot (tenant_id, product_id, lower(code));
create index lot_expiry on stock.lot (tenant_id, expires_on) where expires_on is not null;
select platform.protect('stock.lot');

-- The ledger. Nothing in it is ever changed or removed: a mistake is put right by another movement.
create table stock.movement (
  tenant_id uuid not null,
  id uuid not null,
  product_id uuid not null,
  location_id uuid not null,
  kind text not null check (kind in
    ('receipt', 'sale', 'transfer_out', 'transfer_in', 'adjustment', 'count', 'return', 'loss')),
  -- In base units, signed: what the shelf gained.
  quantity numeric(18, 3) not null,
  -- Asked for by customers and not there: demand that sales alone do not show.
  refused_quantity numeric(18, 3) not null default 0 check (refused_quantity >= 0),
  -- When it happened; may lie before others already written.
  at timestamptz not null,
  recorded_at timestamptz not null,
  -- Of one base unit, in minor units, where the movement brings its own cost.
  unit_cost_minor numeric(20, 6) check (unit_cost_minor >= 0),
  -- What was paid for a sale, or given back for a return: signed like money into the till.
  amount_minor numeric(20, 6),
  lot_id uuid,
  -- Lines of one sale, transfer, receipt, count or import.
  document_id uuid,
  reference text,
  reason text,
  source text not null default 'screen' check (source in ('screen', 'import', 'api', 'demo')),
  actor_id uuid,
  -- The movement this one takes back.
  reverses_id uuid,
  primary key (tenant_id, id),
  check (quantity <> 0 or refused_quantity > 0),
  check (case kind
    when 'receipt' then quantity > 0 or reverses_id is not null
    when 'sale' then quantity <= 0 or reverses_id is not null
    when 'transfer_out' then quantity < 0 or reverses_id is not null
    when 'transfer_in' then quantity > 0 or reverses_id is not null
    when 'loss' then quantity < 0 or reverses_id is not null
    else true end),
  check (refused_quantity = 0 or kind = 'sale'),
  foreign key (tenant_id, product_id) references stock.product (tenant_id, id),
  foreign key (tenant_id, location_id) references stock.location (tenant_id, id),
  foreign key (tenant_id, lot_id) references stock.lot (tenant_id, id)
);
create index movement_product on stock.movement (tenant_id, product_id, at, id);
create index movement_recent on stock.movement (tenant_id, at, id);
create index movement_sales on stock.movement (tenant_id, at, product_id, location_id) where kind = 'sale';
create index movement_document on stock.movement (tenant_id, document_id) where document_id is not null;
create unique index movement_reversed_once on stock.movement (tenant_id, reverses_id) where reverses_id is not null;
select platform.protect('stock.movement', append_only => true);

-- What the ledger adds up to. Only the triggers below write on_hand, reserved and incoming.
create table stock.balance (
  tenant_id uuid not null,
  product_id uuid not null,
  location_id uuid not null,
  on_hand numeric(18, 3) not null default 0,
  reserved numeric(18, 3) not null default 0 check (reserved >= 0),
  incoming numeric(18, 3) not null default 0,
  changed_at timestamptz not null,
  primary key (tenant_id, product_id, location_id),
  foreign key (tenant_id, product_id) references stock.product (tenant_id, id) on delete cascade,
  foreign key (tenant_id, location_id) references stock.location (tenant_id, id)
);
create index balance_changed on stock.balance (tenant_id, changed_at);
create index balance_location on stock.balance (tenant_id, location_id, product_id);
create index balance_empty on stock.balance (tenant_id, product_id, location_id) where on_hand <= 0;
select platform.protect('stock.balance');

create table stock.lot_balance (
  tenant_id uuid not null,
  lot_id uuid not null,
  location_id uuid not null,
  product_id uuid not null,
  on_hand numeric(18, 3) not null default 0,
  primary key (tenant_id, lot_id, location_id),
  foreign key (tenant_id, lot_id) references stock.lot (tenant_id, id) on delete cascade,
  foreign key (tenant_id, location_id) references stock.location (tenant_id, id)
);
create index lot_balance_product on stock.lot_balance (tenant_id, product_id, location_id) where on_hand <> 0;
select platform.protect('stock.lot_balance');

-- Rows are locked in one order, product then location, so that two documents with the same goods wait
-- for one another instead of dying together.
create function stock.apply_movements() returns trigger
  language plpgsql set search_path = pg_catalog as $$
declare short record;
begin
  insert into stock.balance as b (tenant_id, product_id, location_id, on_hand, changed_at)
  select tenant_id, product_id, location_id, sum(quantity), max(recorded_at)
  from added group by tenant_id, product_id, location_id order by tenant_id, product_id, location_id
  on conflict (tenant_id, product_id, location_id) do update
    set on_hand = b.on_hand + excluded.on_hand, changed_at = greatest(b.changed_at, excluded.changed_at);

  insert into stock.lot_balance as b (tenant_id, lot_id, location_id, product_id, on_hand)
  select tenant_id, lot_id, location_id, product_id, sum(quantity)
  from added where lot_id is not null
  group by tenant_id, lot_id, location_id, product_id order by tenant_id, lot_id, location_id
  on conflict (tenant_id, lot_id, location_id) do update set on_hand = b.on_hand + excluded.on_hand;

  if exists (select from added where quantity < 0)
     and not coalesce((select s.negative_allowed from stock.setting s where s.tenant_id = platform.tenant_id()), false) then
    -- What was set aside for somebody is not sold to others or carried away; losses and counts tell what is.
    select b.product_id, b.location_id, b.on_hand, b.reserved into short
    from (select a.tenant_id, a.product_id, a.location_id, bool_or(a.kind in ('sale', 'transfer_out')) as by_choice
          from added a where a.quantity < 0 group by 1, 2, 3) a
    join stock.balance b using (tenant_id, product_id, location_id)
    where b.on_hand < case when a.by_choice then b.reserved else 0 end
    limit 1;
    if found then
      raise exception 'more would leave than is there' using errcode = '23514', constraint = 'balance_not_negative',
        detail = json_build_object('product_id', short.product_id, 'location_id', short.location_id,
                                   'on_hand', short.on_hand, 'reserved', short.reserved)::text;
    end if;
  end if;
  return null;
end $$;
create trigger movements_applied after insert on stock.movement
  referencing new table as added for each statement execute function stock.apply_movements();

-- What the stock of a product is worth, over all locations: carrying goods from depot to shop changes nothing.
create table stock.valuation (
  tenant_id uuid not null,
  product_id uuid not null,
  method text not null default 'weighted_average' check (method in ('weighted_average', 'fifo')),
  quantity numeric(18, 3) not null default 0,
  -- Minor units with six decimals: unit costs of 1 234,50 F add up to the franc.
  value_minor numeric(24, 6) not null default 0,
  -- First-in-first-out: what is left of each entry, oldest first, as [quantity, value].
  layers jsonb not null default '[]',
  -- The last known cost of one unit, for goods that leave before their receipt is written.
  unit_cost_minor numeric(20, 6) not null default 0,
  last_at timestamptz,
  primary key (tenant_id, product_id),
  foreign key (tenant_id, product_id) references stock.product (tenant_id, id) on delete cascade
);
select platform.protect('stock.valuation');

-- What each movement added to or took from the stock's value; rewritten when an earlier one is entered late.
create table stock.movement_value (
  tenant_id uuid not null,
  movement_id uuid not null,
  product_id uuid not null,
  value_minor numeric(24, 6) not null,
  quantity_after numeric(18, 3) not null,
  value_after_minor numeric(24, 6) not null,
  primary key (tenant_id, movement_id),
  foreign key (tenant_id, movement_id) references stock.movement (tenant_id, id)
);
select platform.protect('stock.movement_value');

-- Goods set aside for somebody.
create table stock.reservation (
  tenant_id uuid not null,
  id uuid not null,
  product_id uuid not null,
  location_id uuid not null,
  quantity numeric(18, 3) not null check (quantity > 0),
  for_whom text not null check (length(for_whom) between 1 and 120),
  status text not null default 'open' check (status in ('open', 'released', 'sold')),
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, product_id) references stock.product (tenant_id, id),
  foreign key (tenant_id, location_id) references stock.location (tenant_id, id)
);
create index reservation_open on stock.reservation (tenant_id, product_id, location_id) where status = 'open';
select platform.protect('stock.reservation');

create function stock.apply_reservation() returns trigger
  language plpgsql set search_path = pg_catalog as $$
declare
  delta numeric := case when new.status = 'open' then new.quantity else 0 end
    - case when tg_op = 'UPDATE' and old.status = 'open' then old.quantity else 0 end;
  now_there record;
begin
  if delta = 0 then return null; end if;
  insert into stock.balance as b (tenant_id, product_id, location_id, reserved, changed_at)
  values (new.tenant_id, new.product_id, new.location_id, greatest(delta, 0), coalesce(new.ended_at, new.created_at))
  on conflict (tenant_id, product_id, location_id) do update
    set reserved = b.reserved + delta, changed_at = greatest(b.changed_at, excluded.changed_at)
  returning b.on_hand, b.reserved into now_there;
  if delta > 0 and now_there.reserved > now_there.on_hand then
    raise exception 'more would be set aside than is there' using errcode = '23514', constraint = 'balance_not_negative',
      detail = json_build_object('product_id', new.product_id, 'location_id', new.location_id,
        'on_hand', now_there.on_hand, 'reserved', now_there.reserved - delta)::text;
  end if;
  return null;
end $$;
create trigger reservation_applied after insert or update on stock.reservation
  for each row execute function stock.apply_reservation();
