-- What prediction adds to each shelf. Kept beside on_hand so that alerts read one row and join nothing.
alter table stock.balance
  add column reorder_point numeric(18, 3),
  add column within_7 float8,
  add column within_14 float8,
  add column abc text check (abc in ('A', 'B', 'C')),
  add column predicted_at timestamptz;
create index balance_predicted on stock.balance (tenant_id, predicted_at);
-- The shelves alerts have to look at: a few hundred among a hundred thousand. The limits are the widest that a
-- rule may have (alerts/model.ts).
create index balance_at_risk on stock.balance (tenant_id, product_id, location_id)
  include (on_hand, reorder_point, within_7, abc)
  where on_hand <= 0 or on_hand <= reorder_point * 1.25 or within_7 >= 0.2;

create table stock.demand_setting (
  tenant_id uuid not null primary key,
  -- Probability that demand until the next delivery is covered.
  service_level float8 not null default 0.95 check (service_level between 0.5 and 0.995),
  uses_feasts boolean not null,
  updated_at timestamptz not null
);
select platform.protect('stock.demand_setting');

-- The day on which a feast really began here, in place of the calculated one.
create table stock.feast_day (
  tenant_id uuid not null,
  feast text not null check (feast in ('ramadan', 'korite', 'tabaski', 'magal', 'gamou')),
  calculated_day date not null,
  first_day date not null check (abs(first_day - calculated_day) <= 5),
  primary key (tenant_id, feast, calculated_day)
);
select platform.protect('stock.feast_day');

-- What all products together teach.
create table stock.demand_model (
  tenant_id uuid not null primary key,
  version text not null,
  learnt_on date not null,
  learnt_at timestamptz not null,
  series int not null,
  -- Sunday first, mean 1.
  profile float8[] not null,
  -- [{ horizon, bins: [[ratio, …], …] }]
  ratios jsonb not null,
  -- [{ feast, from, to, effect, expected }]
  feast_effects jsonb not null
);
select platform.protect('stock.demand_model');

create table stock.prediction (
  tenant_id uuid not null,
  product_id uuid not null,
  location_id uuid not null,
  version text not null,
  predicted_at timestamptz not null,
  -- The local day from which days are counted.
  day date not null,
  stock numeric(18, 3) not null,
  -- What depots could bring.
  elsewhere numeric(18, 3) not null,
  -- On its way and due before the next review is over.
  arriving numeric(18, 3) not null,
  level float8 not null,
  smoothing float8 not null,
  per_day float8 not null,
  feast_effects float8[],
  observed_days int not null,
  selling_days int not null,
  missing_days int not null,
  within_7 float8 not null,
  within_14 float8 not null,
  out_pessimistic date,
  out_median date,
  out_optimistic date,
  lead_days float8 not null,
  lead_deviation float8 not null,
  lead_observed boolean not null,
  review_days int not null,
  service_level float8 not null,
  safety_stock numeric(18, 3) not null,
  reorder_point numeric(18, 3) not null,
  order_up_to numeric(18, 3) not null,
  order_quantity numeric(18, 3) not null,
  order_packs numeric(18, 3),
  pack_id uuid,
  abc text not null check (abc in ('A', 'B', 'C')),
  xyz text not null check (xyz in ('X', 'Y', 'Z')),
  -- Of the last 28 days: without stock, and what they would have sold.
  empty_days_28 int not null,
  tracked_days_28 int not null,
  lost_28 float8 not null,
  sold_28 float8 not null,
  sold_90 float8 not null,
  primary key (tenant_id, product_id, location_id),
  foreign key (tenant_id, product_id) references stock.product (tenant_id, id) on delete cascade,
  foreign key (tenant_id, location_id) references stock.location (tenant_id, id)
);
create index prediction_risk on stock.prediction (tenant_id, within_7 desc, product_id, location_id);
create index prediction_order on stock.prediction (tenant_id, product_id) where order_quantity > 0;
select platform.protect('stock.prediction');

-- What was said on a day, and what became of it.
create table stock.prediction_told (
  tenant_id uuid not null,
  product_id uuid not null,
  location_id uuid not null,
  day date not null,
  -- Worked out later, from what was known on that day.
  replayed boolean not null,
  version text not null,
  abc text not null,
  xyz text not null,
  stock numeric(18, 3) not null,
  -- Dated arrivals that were counted on, within 14 days.
  arriving numeric(18, 3) not null,
  expected_14 float8 not null,
  quantile_14 float8 not null,
  within_7 float8 not null,
  within_14 float8 not null,
  out_within_7 boolean,
  out_within_14 boolean,
  sold_14 float8,
  scored_at timestamptz,
  primary key (tenant_id, product_id, location_id, day),
  foreign key (tenant_id, product_id) references stock.product (tenant_id, id) on delete cascade
);
create index prediction_told_unscored on stock.prediction_told (tenant_id, day) where scored_at is null;
create index prediction_told_day on stock.prediction_told (tenant_id, day);
select platform.protect('stock.prediction_told');
