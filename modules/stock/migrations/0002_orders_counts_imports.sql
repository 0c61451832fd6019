create table stock.order_sequence (
  tenant_id uuid not null,
  year int not null,
  last_number int not null,
  primary key (tenant_id, year)
);
select platform.protect('stock.order_sequence');

create table stock.purchase_order (
  tenant_id uuid not null,
  id uuid not null,
  number text not null,
  supplier_id uuid not null,
  location_id uuid not null,
  status text not null default 'draft' check (status in
    ('draft', 'sent', 'partly_received', 'received', 'closed', 'cancelled')),
  currency text not null check (currency in ('XOF', 'EUR')),
  notes text,
  created_at timestamptz not null,
  sent_at timestamptz,
  -- The arrival the supplier announced, or its promised lead time after sending.
  expected_on date,
  first_received_at timestamptz,
  -- Fully received, closed short, or cancelled.
  ended_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, supplier_id) references stock.supplier (tenant_id, id),
  foreign key (tenant_id, location_id) references stock.location (tenant_id, id)
);
create unique index purchase_order_number on stock.purchase_order (tenant_id, number);
create index purchase_order_recent on stock.purchase_order (tenant_id, created_at, id);
create index purchase_order_open on stock.purchase_order (tenant_id, expected_on, id) where status in ('sent', 'partly_received');
create index purchase_order_supplier on stock.purchase_order (tenant_id, supplier_id, sent_at);
select platform.protect('stock.purchase_order');

create table stock.purchase_order_line (
  tenant_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  position int not null,
  product_id uuid not null,
  location_id uuid not null,
  packaging_id uuid,
  -- In base units.
  quantity numeric(18, 3) not null check (quantity > 0),
  received numeric(18, 3) not null default 0 check (received >= 0),
  unit_cost_minor numeric(20, 6) not null default 0 check (unit_cost_minor >= 0),
  expected_on date,
  completed_at timestamptz,
  -- Whether the supplier still owes it: sent, neither closed nor cancelled.
  due boolean not null default false,
  outstanding numeric(18, 3) not null generated always as
    (case when due then greatest(quantity - received, 0) else 0 end) stored,
  primary key (tenant_id, id),
  foreign key (tenant_id, order_id) references stock.purchase_order (tenant_id, id) on delete cascade,
  foreign key (tenant_id, product_id) references stock.product (tenant_id, id),
  foreign key (tenant_id, location_id) references stock.location (tenant_id, id)
);
create unique index order_line_product on stock.purchase_order_line (tenant_id, order_id, product_id);
-- Dated arrivals of a product.
create index order_line_arriving on stock.purchase_order_line (tenant_id, product_id, location_id, expected_on) where due;
select platform.protect('stock.purchase_order_line');

-- Incoming follows the lines, whoever changes them.
create function stock.apply_order_line() returns trigger
  language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op <> 'INSERT' and old.outstanding <> 0 then
    update stock.balance set incoming = incoming - old.outstanding, changed_at = now()
    where tenant_id = old.tenant_id and product_id = old.product_id and location_id = old.location_id;
  end if;
  if tg_op <> 'DELETE' and new.outstanding <> 0 then
    insert into stock.balance as b (tenant_id, product_id, location_id, incoming, changed_at)
    values (new.tenant_id, new.product_id, new.location_id, new.outstanding, now())
    on conflict (tenant_id, product_id, location_id) do update
      set incoming = b.incoming + excluded.incoming, changed_at = excluded.changed_at;
  end if;
  return null;
end $$;
create trigger order_line_applied after insert or update or delete on stock.purchase_order_line
  for each row execute function stock.apply_order_line();

-- One delivery; its lines are the receipt movements whose document it is.
create table stock.receipt (
  tenant_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  supplier_id uuid not null,
  received_at timestamptz not null,
  reference text,
  primary key (tenant_id, id),
  foreign key (tenant_id, order_id) references stock.purchase_order (tenant_id, id)
);
create index receipt_order on stock.receipt (tenant_id, order_id, received_at);
create index receipt_supplier on stock.receipt (tenant_id, supplier_id, received_at);
select platform.protect('stock.receipt');

create table stock.count_session (
  tenant_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 80),
  location_id uuid not null,
  status text not null default 'open' check (status in ('open', 'applied', 'cancelled')),
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, location_id) references stock.location (tenant_id, id)
);
create index count_session_recent on stock.count_session (tenant_id, created_at, id);
select platform.protect('stock.count_session');

create table stock.count_line (
  tenant_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  product_id uuid not null,
  position int not null,
  -- What was found, and when: sales between counting and applying are not mistaken for a difference.
  counted numeric(18, 3) check (counted >= 0),
  counted_at timestamptz,
  counted_by text,
  -- Raised with each count, so that a phone that was away learns that somebody else counted meanwhile.
  revision int not null default 0,
  difference numeric(18, 3),
  primary key (tenant_id, id),
  foreign key (tenant_id, session_id) references stock.count_session (tenant_id, id) on delete cascade,
  foreign key (tenant_id, product_id) references stock.product (tenant_id, id)
);
create unique index count_line_product on stock.count_line (tenant_id, session_id, product_id);
select platform.protect('stock.count_line');

create table stock.import_batch (
  tenant_id uuid not null,
  id uuid not null,
  -- A list of products with what is there, or a journal of sales.
  kind text not null check (kind in ('stock', 'sales')),
  file_name text not null,
  sha256 text not null,
  bytes int not null,
  status text not null check (status in ('read', 'checked', 'applied', 'undone', 'abandoned')),
  encoding text not null,
  delimiter text,
  sheet text,
  header_row int not null,
  headers jsonb not null,
  -- Which column is which field, whether quantities replace or add, where, how dates are written.
  mapping jsonb not null,
  row_count int not null,
  doubtful_count int not null default 0,
  refused_count int not null default 0,
  summary jsonb not null default '{}',
  created_at timestamptz not null,
  created_by text,
  applied_at timestamptz,
  undone_at timestamptz,
  primary key (tenant_id, id)
);
create index import_batch_recent on stock.import_batch (tenant_id, created_at, id);
-- The same file is taken in once; undone, it may be taken in again.
create unique index import_batch_content on stock.import_batch (tenant_id, kind, sha256) where status = 'applied';
select platform.protect('stock.import_batch');

create table stock.import_row (
  tenant_id uuid not null,
  batch_id uuid not null,
  row_number int not null,
  cells jsonb not null,
  -- What was understood, and what was doubtful or wrong, by column.
  understood jsonb,
  remarks jsonb not null default '[]',
  worst text check (worst in ('doubtful', 'refused')),
  product_id uuid,
  -- What the user decided about a near-duplicate: the product it is, or that it is another one.
  decision jsonb,
  -- The same sale in two overlapping exports is taken in once.
  identity text,
  applied boolean not null default false,
  primary key (tenant_id, batch_id, row_number),
  foreign key (tenant_id, batch_id) references stock.import_batch (tenant_id, id) on delete cascade
);
create unique index import_row_identity on stock.import_row (tenant_id, identity) where applied;
create index import_row_remarked on stock.import_row (tenant_id, batch_id, row_number) where worst is not null;
select platform.protect('stock.import_row');
