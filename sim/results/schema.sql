-- The result file of one run: a SQLite database, one file. schema_version 5.
--
-- Times are integer nanoseconds after the run's start (columns ending in _ns); views give them in
-- seconds (_s) and as UTC text (_utc). Power is in watts (_w), energy in joules (_j) in tables and
-- in kWh (_kwh) in views, temperatures are in degC (_c), flows in litres a second (_l_s), money in
-- EUR (_eur), carbon in grams of CO2 equivalent (_g) in tables and in kg (_kg) in views. Indices of
-- nodes, racks, groups and jobs count from 0. NULL: unknown or not yet.
-- Tables hold what was recorded, once; views are for people: job, job_energy, job_attempt, series,
-- rack_series, group_series, power_hourly, power_by_component, loss_by_stage, loss_chain,
-- cooling_series, group_cooling_series, link_series, link_outage, job_slowdown, job_work,
-- cooling_range, energy_hourly, bill, compliance, violation, event, limits, kpi.
-- Two runs of one scenario have the same rows in every table but wall_clock.

CREATE TABLE meta (            -- what this file is
    key TEXT PRIMARY KEY,      -- format, schema_version
    value TEXT NOT NULL        -- 'twin-run'; the version, raised when a reader would misread
) WITHOUT ROWID;

CREATE TABLE run (             -- one row: what was run and how it ended
    title TEXT NOT NULL,               -- of the scenario
    description TEXT NOT NULL,         -- of the scenario
    scenario_path TEXT NOT NULL,       -- as given on the command line
    scenario_text TEXT NOT NULL,       -- the file as it was read
    seed INTEGER NOT NULL,             -- of all random streams; unsigned 64-bit, two's complement
    program_version TEXT NOT NULL,     -- of the program that ran it
    status TEXT NOT NULL,              -- running, finished, interrupted, failed
    site_id TEXT NOT NULL,             -- of the site's part
    site_name TEXT NOT NULL,           -- for people
    node_name_pattern TEXT NOT NULL,   -- {rack} is the rack's number, {slot} the place in it from 1
    nodes INTEGER NOT NULL,            -- of the site
    gpus INTEGER NOT NULL,             -- of all nodes
    has_power INTEGER NOT NULL,        -- 0: a flat pool, nothing is known of its watts
    start_utc TEXT NOT NULL,           -- calendar time of the run's start, ISO 8601
    start_unix_s REAL NOT NULL,        -- the same, seconds since 1970-01-01 UTC
    warm_up_ns INTEGER NOT NULL,       -- simulated, but before the KPI window [ns]
    horizon_ns INTEGER,                -- where it was to stop [ns]; NULL: with the last job
    interval_ns INTEGER NOT NULL,      -- length of an interval of the series [ns]
    end_ns INTEGER,                    -- where the simulation stopped [ns]; NULL while it runs
    it_energy_j REAL,                  -- IT energy in the KPI window, exact integral [J]
    it_power_peak_w REAL,              -- highest IT power at any instant of the KPI window [W]
    busy_node_s REAL,                  -- node-seconds allocated to jobs in the KPI window [s]
    available_node_s REAL,             -- node-seconds up and in the partition in it [s]
    sim_events INTEGER,                -- simulated events that were handled
    warm_up_s REAL AS (warm_up_ns / 1e9),    -- warm_up_ns in seconds [s]
    horizon_s REAL AS (horizon_ns / 1e9),    -- horizon_ns in seconds [s]
    interval_s REAL AS (interval_ns / 1e9),  -- interval_ns in seconds [s]
    end_s REAL AS (end_ns / 1e9)             -- end_ns in seconds [s]
);

CREATE TABLE wall_clock (      -- one row: the only table that differs between equal runs
    host TEXT NOT NULL,                -- that ran it
    pid INTEGER NOT NULL,              -- of the writing process
    process_start INTEGER NOT NULL,    -- of that process, clock ticks since boot: tells reused pids
    begin_utc TEXT NOT NULL,           -- when the file was made, ISO 8601
    end_utc TEXT,                      -- when the run ended; NULL while it runs
    wall_s REAL,                       -- time between the two [s]
    cpu_s REAL,                        -- CPU time of the process, user and system [s]
    events_per_s REAL                  -- run.sim_events per second of wall_s [1/s]
);

CREATE TABLE setting (         -- every key of the scenario as it ran
    position INTEGER PRIMARY KEY,  -- order in which they are shown
    path TEXT NOT NULL,            -- 'scheduling.policy'
    value TEXT NOT NULL,           -- as text, with unit
    origin TEXT NOT NULL           -- 'week.toml:12', 'default', '--set'
);

CREATE TABLE input_file (      -- files that the scenario names
    position INTEGER PRIMARY KEY,  -- order in which they were read
    path TEXT NOT NULL,            -- as the scenario names it
    sha256 TEXT NOT NULL,          -- of its bytes, hexadecimal
    bytes INTEGER NOT NULL         -- its size
);

CREATE TABLE place (           -- the site, its groups, its racks
    kind TEXT NOT NULL,            -- site, group, rack
    id INTEGER NOT NULL,           -- index among its kind; key of series_group and series_rack
    name TEXT NOT NULL,            -- 'rack 17'
    number INTEGER,                -- as painted on a rack's door; NULL for others
    parent INTEGER,                -- id of the rack's group, of the group's site; NULL for the site
    part TEXT,                     -- id of the rack's part; NULL for others and for flat pools
    first_node INTEGER NOT NULL,   -- index of its first node
    nodes INTEGER NOT NULL,        -- its nodes are first_node ... first_node + nodes - 1
    power_limit_w REAL,            -- what it may draw [W]; NULL: no limit is known
    PRIMARY KEY (kind, id)
) WITHOUT ROWID;

CREATE TABLE size_class (      -- jobs by nodes, for the waits
    id INTEGER PRIMARY KEY,        -- 0: all jobs
    name TEXT NOT NULL,            -- '17-128'
    min_nodes INTEGER NOT NULL,    -- smallest job of the class
    max_nodes INTEGER              -- largest job of it; NULL: no bound
);

CREATE TABLE job_record (      -- jobs that have ended; at the end also those that have not
    idx INTEGER PRIMARY KEY,       -- position in the order of submission
    submit_ns INTEGER NOT NULL,    -- [ns]
    start_ns INTEGER,              -- of the last attempt [ns]; NULL: has not started
    end_ns INTEGER,                -- [ns]; NULL: has not ended
    nodes INTEGER NOT NULL,        -- it asked for and got
    state INTEGER NOT NULL,        -- 0 waiting, 1 running, 2 completed, 3 killed at limit, 4 failed
    run_ns INTEGER NOT NULL,       -- what it takes, at most limit_ns [ns]
    limit_ns INTEGER NOT NULL,     -- requested wall time [ns]
    wait_cause INTEGER NOT NULL,   -- 0 did not wait, 1 too few free nodes, 2 the policy's order,
                                   -- 3 the power cap
    backfilled INTEGER NOT NULL,   -- 1: started before a job that had waited longer
    requeues INTEGER NOT NULL,     -- times it was lost with a node and put back
    cpu_utilisation REAL NOT NULL, -- of its nodes' cores, mean over all that it has to do, 0 to 1
    gpu_utilisation REAL NOT NULL, -- of its nodes' GPUs, the share of the time in which some kernel
                                   -- runs, mean over all that it has to do, 0 to 1
    unkept_ns INTEGER NOT NULL,    -- of its last attempt, cut off at its limit [ns]: what no
                                   -- checkpoint has kept, of a training without any all of it; 0
                                   -- of other jobs, of which it is not known
    node_energy_j REAL NOT NULL,   -- of its nodes at their plugs while it held them [J]
    gpu_energy_j REAL NOT NULL,    -- of that, at the GPUs [J]
    slowed_ns INTEGER NOT NULL,    -- how much longer it ran under caps or throttling [ns]
    grid_energy_j REAL NOT NULL,   -- its share of what the site drew; see job_energy [J]
    cost_eur REAL NOT NULL,        -- its share of what was paid by the kWh; this and what follows
                                   -- are 0 where not known: job_energy has NULL there [EUR]
    carbon_direct_g REAL NOT NULL, -- its share, location-based, direct [g]
    carbon_life_cycle_g REAL NOT NULL, -- its share, location-based, life-cycle [g]
    groups INTEGER NOT NULL,       -- groups of the interconnect in which its nodes lie
    log_id INTEGER,                -- its number in the log; NULL: it has none
    name TEXT,                     -- of a [[job]]; NULL: it has none
    node_ranges TEXT NOT NULL      -- where it ran: '0-47,96-143', first and last node of each range
);

CREATE TABLE lost_attempt (    -- attempts at jobs that ended as nodes were lost under them
    idx INTEGER NOT NULL,          -- job_record.idx; the job was put back, or failed with it
    attempt INTEGER NOT NULL,      -- 1: the first time that it started
    start_ns INTEGER NOT NULL,     -- [ns]
    lost_ns INTEGER NOT NULL,      -- when its nodes were lost [ns]
    nodes INTEGER NOT NULL,        -- that it held
    node_ranges TEXT NOT NULL,     -- as in job_record
    PRIMARY KEY (idx, attempt)
) WITHOUT ROWID;

CREATE TABLE interruption (    -- why attempts were lost, and where their time went; the rest of it
                               -- is work that a checkpoint has kept
    idx INTEGER NOT NULL,          -- of lost_attempt, each has one row
    attempt INTEGER NOT NULL,      -- of lost_attempt
    cause TEXT NOT NULL,           -- lose, trip, or the cause of a random failure
    redone_ns INTEGER NOT NULL,    -- after its last finished checkpoint, to be done again [ns]
    restarting_ns INTEGER NOT NULL, -- before its work went on [ns]
    writing_ns INTEGER NOT NULL,   -- in which its work stood still for checkpoints [ns]
    checkpoints INTEGER NOT NULL,  -- that it finished
    PRIMARY KEY (idx, attempt)
) WITHOUT ROWID;

CREATE TABLE job_checkpoint (  -- jobs that write checkpoints, over all their attempts
    idx INTEGER PRIMARY KEY,       -- job_record.idx
    bytes REAL NOT NULL,           -- of one [byte]
    interval_ns INTEGER NOT NULL,  -- of work, from one to the next [ns]
    write_ns INTEGER NOT NULL,     -- what one takes by itself [ns]
    checkpoints INTEGER NOT NULL,  -- that were finished
    writing_ns INTEGER NOT NULL,   -- in which work stood still for these [ns]
    restarting_ns INTEGER NOT NULL, -- before the work of its attempts went on [ns]
    delayed_ns INTEGER NOT NULL    -- of both, what they took longer than by themselves [ns]
);

CREATE TABLE job_progress (    -- jobs whose scenario says what they compute
    idx INTEGER PRIMARY KEY,       -- job_record.idx
    unit TEXT NOT NULL,            -- steps (of a training), solutions (of a code)
    planned REAL NOT NULL,         -- so many
    done REAL NOT NULL,            -- where its work stood at its end or that of the run
    kept REAL NOT NULL,            -- of that, not lost with an attempt or at its limit: of a job
                                   -- that still runs all, saved or not
    tokens REAL                    -- in each; NULL: it is about none
);

CREATE TABLE series_site (     -- means over intervals; every interval has a row
    interval INTEGER PRIMARY KEY,  -- k covers [k, k + 1) * run.interval_ns, the last ends at end_ns
    it_power_w REAL NOT NULL,      -- IT power, mean [W]
    it_power_peak_w REAL NOT NULL, -- IT power, highest at any instant [W]
    busy_nodes REAL NOT NULL,      -- allocated to jobs, mean
    available_nodes REAL NOT NULL, -- up and in the partition, busy or free, mean
    waiting_jobs REAL NOT NULL,    -- in the queue, mean
    waiting_nodes REAL NOT NULL,   -- that they ask for, mean
    submitted INTEGER NOT NULL,    -- jobs in the interval
    started INTEGER NOT NULL,      -- jobs in the interval
    ended INTEGER NOT NULL         -- jobs in the interval
);

CREATE TABLE series_group (    -- sparse: a row holds until the next row of its group
    place INTEGER NOT NULL,        -- place.id of the group
    interval INTEGER NOT NULL,     -- first interval for which the row holds
    it_power_w REAL NOT NULL,      -- mean over an interval [W]
    busy_nodes REAL NOT NULL,      -- allocated to jobs, mean over an interval
    PRIMARY KEY (place, interval)
) WITHOUT ROWID;

CREATE TABLE series_rack (     -- sparse: a row holds until the next row of its rack
    place INTEGER NOT NULL,        -- place.id of the rack
    interval INTEGER NOT NULL,     -- first interval for which the row holds
    it_power_w REAL NOT NULL,      -- mean over an interval [W]
    busy_nodes REAL NOT NULL,      -- allocated to jobs, mean over an interval
    PRIMARY KEY (place, interval)
) WITHOUT ROWID;

CREATE TABLE series_power (    -- where the IT power goes: means; the sum is series_site.it_power_w
    interval INTEGER PRIMARY KEY,  -- as in series_site; no rows where has_power is 0
    gpus_w REAL NOT NULL,          -- [W]
    cpus_w REAL NOT NULL,          -- [W]
    memory_w REAL NOT NULL,        -- of nodes, beside the GPUs' own [W]
    nics_w REAL NOT NULL,          -- network adapters of nodes [W]
    drives_w REAL NOT NULL,        -- of nodes [W]
    fans_w REAL NOT NULL,          -- of nodes [W]
    converter_loss_w REAL NOT NULL,      -- of the voltage conversion in nodes [W]
    switches_w REAL NOT NULL,      -- in racks [W]
    rack_rectifier_loss_w REAL NOT NULL, -- of the rectifiers in racks [W]
    fixed_w REAL NOT NULL,         -- of the site's other IT [W]
    gpu_cap_w REAL,                -- cap in force on a GPU or module, mean [W]; NULL: none
    throttled_groups REAL NOT NULL -- groups whose racks throttle, their water is too warm; mean
);

CREATE TABLE series_plant (    -- means beyond the racks; rows where cooling, a supply or energy is
                               -- simulated
    interval INTEGER PRIMARY KEY,  -- as in series_site
    cdu_pumps_w REAL NOT NULL,     -- electricity of the pumps of the racks' water [W]
    primary_pumps_w REAL NOT NULL, -- electricity of the pumps to the roof [W]
    cooling_fans_w REAL NOT NULL,  -- electricity of dry coolers or towers [W]
    air_handling_w REAL NOT NULL,  -- electricity for the heat that goes into rooms [W]
    heat_pump_w REAL NOT NULL,     -- electricity of the heat pump of waste heat [W]
    transformer_loss_w REAL NOT NULL,  -- [W]
    ups_loss_w REAL NOT NULL,          -- [W]
    distribution_loss_w REAL NOT NULL, -- of cables and busbars [W]
    central_rectifier_loss_w REAL NOT NULL, -- of rectifiers before the racks [W]
    site_w REAL NOT NULL,          -- all that the site draws, before photovoltaics and battery [W]
    liquid_heat_w REAL NOT NULL,   -- heat from racks into water [W]
    air_heat_w REAL NOT NULL,      -- heat from racks into rooms [W]
    pump_heat_w REAL NOT NULL,     -- heat of pumps into water [W]
    rejected_w REAL NOT NULL,      -- heat from water to outdoors [W]
    reused_w REAL NOT NULL,        -- heat from water to the consumer or its heat pump [W]
    delivered_w REAL NOT NULL,     -- heat at the consumer, heat pump's electricity included [W]
    stored_w REAL NOT NULL,        -- rise of the heat in water and metal [W]
    water_l_s REAL NOT NULL,       -- evaporated [L/s]
    supply_c REAL,                 -- racks' water in, warmest group, at the interval's end [degC]
    return_c REAL,                 -- racks' water out, warmest group, at its end [degC]
    primary_supply_c REAL,         -- from the roof, at its end [degC]
    primary_return_c REAL,         -- to the roof, at its end [degC]
    dry_bulb_c REAL,               -- outdoors, at its end [degC]
    wet_bulb_c REAL,               -- outdoors, at its end [degC]
    secondary_flow_l_s REAL,       -- racks' water, all groups, at its end [L/s]
    primary_flow_l_s REAL,         -- at its end [L/s]
    fan_speed REAL,                -- of dry coolers or towers, share of the nominal one, at its end
    electricity_residual REAL NOT NULL, -- |site - IT - cooling - losses| / largest term, worst step
    heat_residual REAL NOT NULL    -- |heat in - heat out - stored| / largest term, worst step
);                             -- supply_c to fan_speed are NULL without cooling

CREATE TABLE series_group_cooling ( -- sparse: a row holds until the next row of its group; written
                                    -- where a figure is 0.1 K, 0.1 L/s or 0.01 off the last row
    place INTEGER NOT NULL,        -- place.id of the group
    interval INTEGER NOT NULL,     -- first interval for which the row holds, at its end
    supply_c REAL NOT NULL,        -- racks' water in [degC]
    return_c REAL NOT NULL,        -- racks' water out [degC]
    flow_l_s REAL NOT NULL,        -- racks' water [L/s]
    valve REAL NOT NULL,           -- opening on the primary side, 0 to 1
    PRIMARY KEY (place, interval)
) WITHOUT ROWID;

CREATE TABLE link (            -- what jobs share; no rows where the run does not simulate it
    id INTEGER PRIMARY KEY,        -- key of series_link
    kind TEXT NOT NULL,            -- group (all its links to others: of what flows out and in the
                                   -- more, with detours of others and, where pairs have links of
                                   -- their own, with storage), pair, storage read or write
    name TEXT NOT NULL,            -- 'groups 3 and 7'; of the storage's group each way: 'group 27 to
                                   -- group 3', of which a is the first
    a INTEGER,                     -- group of the network, from 0; NULL: a storage
    b INTEGER,                     -- the other one of a pair; NULL: no pair
    capacity_b_s REAL NOT NULL,    -- of one direction, with nothing lost [B/s]
    shares INTEGER NOT NULL,       -- 1: jobs share it; 0: it only tells what flows
    first_node INTEGER,            -- of a group; NULL: none
    nodes INTEGER                  -- of a group, that follow each other; NULL: none
);

CREATE TABLE series_link (     -- sparse: a row holds until the next row of its link; written where
                               -- the flow is 1 % of the capacity off the last row, begins or ends
    link INTEGER NOT NULL,         -- link.id
    interval INTEGER NOT NULL,     -- first interval for which the row holds
    flow_b_s REAL NOT NULL,        -- mean; of two directions the fuller one [B/s]
    PRIMARY KEY (link, interval)
) WITHOUT ROWID;

CREATE TABLE link_state (      -- what of a link is in service; a row holds until the next row of its
                               -- link. The first is of the start; none of links without such parts
    position INTEGER PRIMARY KEY,  -- order in which links changed
    at_ns INTEGER NOT NULL,        -- from when on [ns]
    link INTEGER NOT NULL,         -- link.id
    lost INTEGER NOT NULL,         -- out of service: of a pair cables, of a group spine switches
    parts INTEGER NOT NULL,        -- all of them
    capacity_left REAL NOT NULL    -- share of link.capacity_b_s, 0 to 1; of a pair without what the
                                   -- lost spine switches of either group carry, of a group without
);                                 -- the lost cables to others

CREATE TABLE job_network (     -- jobs that ran longer, or shorter, by network and storage
    idx INTEGER PRIMARY KEY,       -- job_record.idx
    placement_ns INTEGER NOT NULL, -- how much longer because of how its nodes lie [ns]
    storage_ns INTEGER NOT NULL,   -- because it asked more of the storage than that has alone [ns]
    lost_links_ns INTEGER NOT NULL, -- because links that it uses were lost [ns]
    sharing_ns INTEGER NOT NULL,   -- because others used what it shares [ns]
    slowed_most_by INTEGER,        -- job_record.idx of who took most from it; NULL: nobody
    slowed_most_ns INTEGER         -- how much of sharing_ns fell in that job's time [ns]
);

CREATE TABLE network_total (   -- one row: loads in the KPI window, 0 to 1; none where not simulated
    load_mean REAL,                -- of the shared links between groups of nodes; NULL: there are
                                   -- none
    load_p99 REAL,                 -- of their interval means, all links alike; to 0.01 %
    storage_read REAL,             -- mean; NULL: no storage
    storage_write REAL             -- mean; NULL: no storage
);

CREATE TABLE series_energy (   -- what intervals cost and emit; rows where a scenario has `energy`
    interval INTEGER PRIMARY KEY,  -- as in series_site
    photovoltaics_w REAL NOT NULL, -- mean [W]
    battery_w REAL NOT NULL,       -- charged - discharged, mean [W]
    discharged_w REAL NOT NULL,    -- got from the battery, mean [W]
    battery_loss_w REAL NOT NULL,  -- lost in it, mean [W]
    grid_w REAL NOT NULL,          -- drawn from the grid, mean [W]
    feed_in_w REAL NOT NULL,       -- given to the grid, mean [W]
    stored_j REAL NOT NULL,        -- in the battery at the end [J]
    price_eur_mwh REAL,            -- of the market, mean over time [EUR/MWh]
    carbon_direct_g_kwh REAL,      -- of the grid, mean over time [g/kWh]
    carbon_life_cycle_g_kwh REAL,  -- of the grid, mean over time [g/kWh]
    cost_eur REAL,                 -- all that is paid by the kWh, in the interval [EUR]
    carbon_direct_g REAL,          -- location-based, in the interval [g]
    carbon_life_cycle_g REAL       -- location-based, in the interval [g]
);                             -- price_eur_mwh to carbon_life_cycle_g are NULL where not known

CREATE TABLE site_fact (       -- one row; none where the scenario has no `energy`
    renewable_share REAL,          -- of the purchased electricity by contract, 0 to 1
    market_based_g_kwh REAL,       -- carbon of the contract, for market-based accounting [g/kWh]
    embodied_g_per_year REAL,      -- carbon of making IT and building, over their lives [g/a]
    contract_w REAL                -- the most that may be drawn from the grid [W]
);

CREATE TABLE unshared (        -- one row: what the site drew while no job ran, nobody's share
    grid_energy_j REAL NOT NULL,   -- [J]
    cost_eur REAL NOT NULL,        -- 0 where not known, as carbon is; see job_energy [EUR]
    carbon_direct_g REAL NOT NULL, -- [g]
    carbon_life_cycle_g REAL NOT NULL -- [g]
);

CREATE TABLE bill_line (       -- what the KPI window costs; no rows where no price is known
    position INTEGER PRIMARY KEY,  -- order in which they are shown
    item TEXT NOT NULL,            -- 'energy at the market''s price' or '... the fixed price',
                                   -- 'grid fee', 'levies', 'electricity tax', 'demand charge',
                                   -- 'fed into the grid'
    quantity REAL NOT NULL,        -- in `unit`
    unit TEXT NOT NULL,            -- MWh, kW
    price_eur REAL NOT NULL,       -- mean, per unit [EUR]
    amount_eur REAL NOT NULL,      -- below zero: earned [EUR]
    note TEXT                      -- '5.2 % of a year''s charge'; NULL: none
);

CREATE TABLE violation_record ( -- limits that a policy could not keep
    position INTEGER PRIMARY KEY,  -- order in which they were seen
    from_ns INTEGER NOT NULL,      -- when it began [ns]
    until_ns INTEGER NOT NULL,     -- when it ended [ns]
    name TEXT NOT NULL,            -- 'power.cap', 'energy.contract', 'cooling supply limit'
    unit TEXT NOT NULL,            -- of the two figures that follow
    value REAL NOT NULL,           -- the limit
    worst REAL NOT NULL,           -- the most that was reached
    cause TEXT NOT NULL            -- 'nodes came back into service; delay_starts stops ...'
);

CREATE TABLE requirement (     -- of laws, from a dated file: what they ask of the KPIs of a year
    position INTEGER PRIMARY KEY,  -- order in which they are shown
    law TEXT NOT NULL,             -- 'EnEfG section 11 (2)'
    kpi TEXT NOT NULL,             -- kpi_record.name
    at_most INTEGER NOT NULL,      -- 1: the KPI may be the threshold at most; 0: at least
    threshold REAL NOT NULL,       -- in the KPI's unit
    from_date TEXT NOT NULL,       -- from when it binds this site, '2027-07-01'
    note TEXT                      -- NULL: none
);

CREATE TABLE event_log (       -- events of the scenario and random failures, as they took effect
    position INTEGER PRIMARY KEY,  -- order in which they did
    at_ns INTEGER NOT NULL,        -- when [ns]
    kind TEXT NOT NULL,            -- lose, drain, restore, set, shed, lose_cooling, lose_links,
                                   -- heat_wave, price_spike; trip, trip over: of racks, by their water;
                                   -- interrupt: of a job, by its program
    what TEXT NOT NULL,            -- 'rack 17'
    effect TEXT NOT NULL           -- '48 nodes down, 3 jobs requeued'; of lose and trip it begins
                                   -- with the number of nodes that went down, of restore of nodes
                                   -- and trip over with that of nodes that are free again
);

CREATE TABLE limit_record (    -- every limit of the site and how near the run came to it
    position INTEGER PRIMARY KEY,  -- order in which they are shown
    name TEXT NOT NULL,            -- nodes, rack_power, it_power, power_cap, grid_contract,
                                   -- rack_water
    unit TEXT NOT NULL,            -- of the three figures that follow
    value REAL NOT NULL,           -- the limit
    p99 REAL NOT NULL,             -- used: 99th percentile of interval means in the KPI window
    peak REAL NOT NULL,            -- used: the most
    at_limit_ns INTEGER NOT NULL,  -- time at the limit in the KPI window [ns]
    first_reached_ns INTEGER,      -- [ns]; NULL: never
    place TEXT                     -- the place that came nearest; NULL: the site
);

CREATE TABLE count_record (    -- what was read and dropped on the way in
    position INTEGER PRIMARY KEY,  -- order in which they are shown
    source TEXT NOT NULL,          -- the log's path, 'generator', '[[job]]'
    name TEXT NOT NULL,            -- 'records', 'dropped: larger than the site'
    value INTEGER NOT NULL         -- how many
);

CREATE TABLE wait_by_size (    -- jobs submitted in the KPI window; NULL where there is no such job
    size_class INTEGER PRIMARY KEY, -- size_class.id; 0: all jobs
    started INTEGER NOT NULL,      -- jobs of the class that have started
    wait_mean_s REAL,              -- time in the queue before all their attempts [s]
    wait_p50_s REAL,               -- median by nearest rank [s]
    wait_p95_s REAL,               -- 95th percentile by nearest rank [s]
    wait_max_s REAL,               -- longest [s]
    ended INTEGER NOT NULL,        -- jobs of the class that have completed or were killed at limit
    slowdown_mean REAL,            -- their bounded slowdown: max(1, (wait + run) / max(run, 10 s)),
                                   -- wait and run over all attempts
    slowdown_p95 REAL,             -- its 95th percentile by nearest rank
    turnaround_mean_s REAL         -- end - submit of these [s]
);

CREATE TABLE kpi_record (      -- the KPIs, computed when the run ended
    position INTEGER PRIMARY KEY,  -- order in which they are shown
    topic TEXT NOT NULL,           -- heading under which it is shown: 'waits'
    name TEXT NOT NULL UNIQUE,     -- 'wait_mean'
    title TEXT NOT NULL,           -- 'Mean wait'
    value REAL,                    -- in `unit`; NULL: has no meaning in this run
    unit TEXT NOT NULL,            -- '' for a pure number
    better TEXT NOT NULL,          -- higher, lower, neither
    formula TEXT NOT NULL          -- in words, with the source of the definition
);

-- The KPI window: from the end of the warm-up to the end; while a run is going on or if it died, to
-- the end of the last recorded interval.
CREATE VIEW kpi_window AS
    SELECT from_ns, until_ns, max(until_ns - from_ns, 0) / 1e9 AS length_s,
           (from_ns + interval_ns - 1) / interval_ns AS first_interval
    FROM (SELECT warm_up_ns AS from_ns, interval_ns,
                 coalesce(end_ns, (SELECT max(interval) + 1 FROM series_site) * interval_ns, 0)
                     AS until_ns
          FROM run);

-- The series of the site with times, every interval one row, oldest first.
CREATE VIEW series AS
    SELECT s.interval, s.interval * r.interval_ns / 1e9 AS start_s,
           strftime('%Y-%m-%dT%H:%M:%SZ', r.start_unix_s + s.interval * r.interval_ns / 1e9,
                    'unixepoch') AS start_utc,
           (min((s.interval + 1) * r.interval_ns,
                coalesce(r.end_ns, (s.interval + 1) * r.interval_ns))
            - s.interval * r.interval_ns) / 1e9 AS length_s,
           s.it_power_w, s.it_power_peak_w, s.busy_nodes, s.available_nodes, s.waiting_jobs,
           s.waiting_nodes, s.submitted, s.started, s.ended
    FROM run r CROSS JOIN series_site s ORDER BY s.interval;

-- The whole intervals of the KPI window with their lengths, for sums.
CREATE VIEW window_interval AS
    SELECT s.interval, (min((s.interval + 1) * r.interval_ns,
                            coalesce(r.end_ns, (s.interval + 1) * r.interval_ns))
                        - s.interval * r.interval_ns) / 1e9 AS length_s,
           s.it_power_w, s.it_power_peak_w, s.busy_nodes, s.available_nodes
    FROM kpi_window w CROSS JOIN run r CROSS JOIN series_site s ON s.interval >= w.first_interval;

-- Integrals over the KPI window: exact ones when the run has ended, else sums of whole intervals.
CREATE VIEW window_total AS
    SELECT w.length_s,
           coalesce(r.it_energy_j, t.it_energy_j) AS it_energy_j,
           coalesce(r.it_power_peak_w, t.it_power_peak_w) AS it_power_peak_w,
           coalesce(r.busy_node_s, t.busy_node_s) AS busy_node_s,
           coalesce(r.available_node_s, t.available_node_s) AS available_node_s
    FROM run r, kpi_window w,
         (SELECT sum(it_power_w * length_s) AS it_energy_j, max(it_power_peak_w) AS it_power_peak_w,
                 sum(busy_nodes * length_s) AS busy_node_s,
                 sum(available_nodes * length_s) AS available_node_s
          FROM window_interval) t;

-- Integrals of power, plant and energy over the whole intervals of the KPI window, one row; NULL
-- where the run does not simulate what they need.
--   dc_j              all that the site draws (E_DC); only where cooling and supply are simulated:
--                     without one of them it would flatter
--   compute_j         GPUs, CPUs, memory, network adapters and drives in nodes (E_compute)
--   heat_c            temperature of the heat on its way to the roof, weighted with that heat
--   price_eur_mwh     of the market, mean over time; price_weighted_eur_mwh over the energy drawn
--   renewable_j       by contract, and photovoltaics that were not fed in
--   consumed_j        drawn from the grid and photovoltaics that were not fed in: E_DC, what the
--                     battery lost and what it stored
CREATE VIEW energy_total AS
    WITH s AS MATERIALIZED (SELECT * FROM window_interval)
    SELECT t.*, CASE WHEN cooled AND supply_loss_j > 0 THEN site_j END AS dc_j,
           photovoltaics_j - feed_in_j + grid_j AS consumed_j,
           photovoltaics_j - feed_in_j + f.renewable_share * grid_j AS renewable_j,
           f.market_based_g_kwh * grid_j / 3.6e6 AS carbon_market_g,
           f.embodied_g_per_year * length_s / (365 * 86400) AS carbon_embodied_g,
           f.contract_w
    FROM (SELECT sum(s.length_s) AS length_s, sum(s.busy_nodes * s.length_s) AS held_node_s,
                 sum(s.it_power_w * s.length_s) AS it_j,
                 sum(p.gpus_w * s.length_s) AS gpus_j, sum(p.cpus_w * s.length_s) AS cpus_j,
                 sum(p.memory_w * s.length_s) AS memory_j, sum(p.nics_w * s.length_s) AS nics_j,
                 sum(p.drives_w * s.length_s) AS drives_j, sum(p.fans_w * s.length_s) AS fans_j,
                 sum((p.gpus_w + p.cpus_w + p.memory_w + p.nics_w + p.drives_w) * s.length_s)
                     AS compute_j,
                 sum(p.converter_loss_w * s.length_s) AS converter_loss_j,
                 sum(p.switches_w * s.length_s) AS switches_j,
                 sum(p.rack_rectifier_loss_w * s.length_s) AS rack_rectifier_loss_j,
                 sum(p.fixed_w * s.length_s) AS fixed_j,
                 sum(p.throttled_groups * s.length_s) AS throttled_group_s,
                 max(q.supply_c IS NOT NULL) AS cooled,
                 sum(q.cdu_pumps_w * s.length_s) AS cdu_pumps_j,
                 sum(q.primary_pumps_w * s.length_s) AS primary_pumps_j,
                 sum(q.cooling_fans_w * s.length_s) AS cooling_fans_j,
                 sum(q.air_handling_w * s.length_s) AS air_handling_j,
                 sum(q.heat_pump_w * s.length_s) AS heat_pump_j,
                 sum((q.cdu_pumps_w + q.primary_pumps_w + q.cooling_fans_w + q.air_handling_w)
                     * s.length_s) FILTER (WHERE q.supply_c IS NOT NULL) AS cooling_j,
                 sum(q.transformer_loss_w * s.length_s) AS transformer_loss_j,
                 sum(q.ups_loss_w * s.length_s) AS ups_loss_j,
                 sum(q.distribution_loss_w * s.length_s) AS distribution_loss_j,
                 sum(q.central_rectifier_loss_w * s.length_s) AS central_rectifier_loss_j,
                 sum((q.transformer_loss_w + q.ups_loss_w + q.distribution_loss_w
                      + q.central_rectifier_loss_w) * s.length_s) AS supply_loss_j,
                 sum(q.site_w * s.length_s) AS site_j,
                 sum((q.rejected_w + q.reused_w) * s.length_s)
                     FILTER (WHERE q.supply_c IS NOT NULL) AS heat_j,
                 sum(q.reused_w * s.length_s) FILTER (WHERE q.supply_c IS NOT NULL) AS reused_j,
                 sum(q.delivered_w * s.length_s) FILTER (WHERE q.supply_c IS NOT NULL)
                     AS delivered_j,
                 sum(q.primary_return_c * (q.rejected_w + q.reused_w) * s.length_s)
                     / sum((q.rejected_w + q.reused_w) * s.length_s) AS heat_c,
                 sum(q.water_l_s * s.length_s) FILTER (WHERE q.supply_c IS NOT NULL) AS water_l,
                 max(q.site_w) AS site_peak_w, max(q.electricity_residual) AS electricity_residual,
                 max(q.heat_residual) AS heat_residual,
                 sum(e.photovoltaics_w * s.length_s) AS photovoltaics_j,
                 sum(e.battery_w * s.length_s) AS battery_j,
                 sum((e.battery_w + e.discharged_w) * s.length_s)
                     FILTER (WHERE b.works) AS charged_j,
                 sum(e.discharged_w * s.length_s) FILTER (WHERE b.works) AS discharged_j,
                 sum(e.battery_loss_w * s.length_s) FILTER (WHERE b.works) AS battery_loss_j,
                 sum(e.grid_w * s.length_s) AS grid_j,
                 sum(e.feed_in_w * s.length_s) AS feed_in_j,
                 sum(e.price_eur_mwh * s.length_s) / sum(s.length_s) AS price_eur_mwh,
                 sum(e.price_eur_mwh * e.grid_w * s.length_s) / sum(e.grid_w * s.length_s)
                     AS price_weighted_eur_mwh,
                 sum(e.carbon_direct_g) AS carbon_direct_g,
                 sum(e.carbon_life_cycle_g) AS carbon_life_cycle_g
          FROM s LEFT JOIN series_power p ON p.interval = s.interval
               LEFT JOIN series_plant q ON q.interval = s.interval
               LEFT JOIN series_energy e ON e.interval = s.interval
               CROSS JOIN (SELECT EXISTS (SELECT 1 FROM series_energy
                                          WHERE stored_j > 0 OR discharged_w > 0) AS works) b) t
         LEFT JOIN site_fact f;

-- Every attempt at every job in nanoseconds, in no order: lost ones with the cause that lost them,
-- and the last one of each job that has not failed with it. `state`: of the job; NULL: not known.
CREATE VIEW attempt_time AS
    SELECT a.idx, a.attempt, a.nodes, j.state, i.cause, a.start_ns, a.lost_ns AS end_ns,
           i.redone_ns AS lost_ns, i.restarting_ns, i.writing_ns
    FROM lost_attempt a JOIN interruption i ON i.idx = a.idx AND i.attempt = a.attempt
         LEFT JOIN job_record j ON j.idx = a.idx
    UNION ALL
    SELECT j.idx, coalesce(l.attempts, 0) + 1, j.nodes, j.state, NULL, j.start_ns,
           coalesce(j.end_ns, w.until_ns), j.unkept_ns,
           coalesce(c.restarting_ns, 0) - coalesce(l.restarting_ns, 0),
           coalesce(c.writing_ns, 0) - coalesce(l.writing_ns, 0)
    FROM kpi_window w CROSS JOIN job_record j LEFT JOIN job_checkpoint c ON c.idx = j.idx
         LEFT JOIN (SELECT idx, count(*) AS attempts, sum(restarting_ns) AS restarting_ns,
                           sum(writing_ns) AS writing_ns
                    FROM interruption GROUP BY idx) l ON l.idx = j.idx
    WHERE j.state IN (1, 2, 3);

-- Every attempt at every job: one row for each time that it held nodes. `outcome` is the cause that
-- lost it, or the state of the job. run = kept + lost + restarting + writing: lost is work that had
-- to be done again or, of a job killed at its limit, that no checkpoint kept. Of a job that still
-- runs all work is kept, saved or not: nothing of it is lost yet.
CREATE VIEW job_attempt AS
    SELECT t.idx AS idx, j.name, t.attempt AS attempt, t.nodes,
           coalesce(t.cause, CASE t.state WHEN 1 THEN 'running' WHEN 2 THEN 'completed'
                                 ELSE 'killed at limit' END) AS outcome,
           t.start_ns / 1e9 AS start_s, t.end_ns / 1e9 AS end_s,
           (t.end_ns - t.start_ns) / 1e9 AS run_s,
           (t.end_ns - t.start_ns - t.lost_ns - t.restarting_ns - t.writing_ns) / 1e9 AS kept_s,
           t.lost_ns / 1e9 AS lost_s, t.restarting_ns / 1e9 AS restarting_s,
           t.writing_ns / 1e9 AS writing_s
    FROM attempt_time t LEFT JOIN job_record j ON j.idx = t.idx
    ORDER BY t.idx, t.attempt;

-- Where the time of jobs went, over all their attempts, to their ends or that of the run, in
-- nanoseconds. wait_ns: in the queue before all attempts, NULL where it waits (again); held_ns: it
-- held its nodes. held = kept + lost + restarting + writing, as in job_attempt. The last attempt of
-- a job that failed is one that was lost.
CREATE VIEW job_time AS
    SELECT idx, attempts, first_start_ns, wait_ns, held_ns,
           held_ns - lost_ns - restarting_ns - writing_ns AS kept_ns, lost_ns, redone_ns,
           restarting_ns, writing_ns, interruptions
    FROM (SELECT j.idx, (j.state IN (1, 2, 3)) + coalesce(l.interruptions, 0) AS attempts,
                 coalesce(l.first_ns, j.start_ns) AS first_start_ns,
                 j.start_ns - j.submit_ns - coalesce(l.run_ns, 0)
                     + CASE j.state WHEN 4 THEN j.end_ns - j.start_ns ELSE 0 END AS wait_ns,
                 CASE WHEN j.state IN (1, 2, 3)
                      THEN coalesce(j.end_ns, w.until_ns) - j.start_ns + coalesce(l.run_ns, 0)
                      ELSE l.run_ns END AS held_ns,
                 coalesce(l.redone_ns, 0) + j.unkept_ns AS lost_ns,
                 coalesce(l.redone_ns, 0) AS redone_ns,
                 coalesce(c.restarting_ns, 0) AS restarting_ns,
                 coalesce(c.writing_ns, 0) AS writing_ns,
                 coalesce(l.interruptions, 0) AS interruptions
          FROM kpi_window w CROSS JOIN job_record j LEFT JOIN job_checkpoint c ON c.idx = j.idx
               LEFT JOIN (SELECT a.idx, count(*) AS interruptions, min(a.start_ns) AS first_ns,
                                 sum(a.lost_ns - a.start_ns) AS run_ns,
                                 sum(i.redone_ns) AS redone_ns
                          FROM lost_attempt a JOIN interruption i
                               ON i.idx = a.idx AND i.attempt = a.attempt
                          GROUP BY a.idx) l ON l.idx = j.idx);

-- Jobs that caps, throttling, network or storage made longer (or shorter), and by what share of the
-- time in which they worked, over all attempts; what made their pauses longer is none of it.
CREATE VIEW job_delay AS
    SELECT t.idx, (j.slowed_ns + coalesce(n.placement_ns + n.storage_ns + n.lost_links_ns
                                          + n.sharing_ns, 0) - coalesce(c.delayed_ns, 0)) * 1.0
           / (t.kept_ns + t.lost_ns) AS share
    FROM job_record j JOIN job_time t ON t.idx = j.idx LEFT JOIN job_network n ON n.idx = j.idx
         LEFT JOIN job_checkpoint c ON c.idx = j.idx
    WHERE t.kept_ns + t.lost_ns > 0 AND (j.slowed_ns <> 0 OR n.idx IS NOT NULL);

-- Jobs counted: submitted, started or ended in the KPI window; running and waiting at the end.
-- node_s_finished is the work of those that completed or were killed at their limit that was kept,
-- of all their attempts, in the time that it takes undisturbed: without what caps, throttling,
-- network and storage made it longer, which falls to kept work in proportion.
CREATE VIEW job_total AS
    SELECT count(*) AS jobs,
           count(*) FILTER (WHERE submit_ns >= w) AS submitted,
           count(*) FILTER (WHERE start_ns >= w) AS started,
           count(*) FILTER (WHERE end_ns >= w) AS ended,
           count(*) FILTER (WHERE state = 2 AND end_ns >= w) AS completed,
           count(*) FILTER (WHERE state = 3 AND end_ns >= w) AS killed,
           count(*) FILTER (WHERE state = 4 AND end_ns >= w) AS failed,
           count(*) FILTER (WHERE state = 1) AS running,
           count(*) FILTER (WHERE state = 0) AS waiting,
           total(nodes * (kept_ns / 1e9 * (1 - coalesce(d.share, 0))))
               FILTER (WHERE state IN (2, 3) AND end_ns >= w) AS node_s_finished,
           total(nodes * run_ns / 1e9) FILTER (WHERE submit_ns >= w) AS node_s_submitted,
           avg(node_energy_j * (held_ns / 1e9))
               FILTER (WHERE state IN (2, 3) AND end_ns >= w) AS energy_delay_js,
           coalesce(sum(requeues), 0) AS requeues,
           coalesce(sum(backfilled), 0) AS backfilled,
           (max(end_ns) - min(submit_ns)) / 1e9 AS makespan_s
    FROM (SELECT warm_up_ns AS w FROM run) CROSS JOIN job_record j
         JOIN job_time t ON t.idx = j.idx LEFT JOIN job_delay d ON d.idx = j.idx;

-- The jobs with times in seconds and what people derive from them, over all attempts at them, to
-- their ends or that of the run; energy_kwh at their nodes' plugs. first_start_s, start_s: of the
-- first and of the last attempt. wait_s: in the queue before all attempts; run_s: it held its
-- nodes, so that turnaround_s = wait_s + run_s. lost_s: of run_s, work that had to be done again or
-- that its limit cut off before a checkpoint kept it; kept_s: work that was not lost (the rest
-- wrote checkpoints and restarted: job_work).
CREATE VIEW job AS
    SELECT j.idx, j.log_id, j.name,
           CASE j.state WHEN 0 THEN 'waiting' WHEN 1 THEN 'running' WHEN 2 THEN 'completed'
               WHEN 3 THEN 'killed at limit' WHEN 4 THEN 'failed' END AS state,
           j.nodes, (SELECT c.name FROM size_class c
                     WHERE c.id > 0 AND j.nodes >= c.min_nodes ORDER BY c.id DESC LIMIT 1)
               AS size_class,
           strftime('%Y-%m-%dT%H:%M:%SZ', r.start_unix_s + j.submit_ns / 1e9, 'unixepoch')
               AS submit_utc,
           j.submit_ns / 1e9 AS submit_s, t.first_start_ns / 1e9 AS first_start_s,
           j.start_ns / 1e9 AS start_s, j.end_ns / 1e9 AS end_s, t.wait_ns / 1e9 AS wait_s,
           t.held_ns / 1e9 AS run_s, (j.end_ns - j.submit_ns) / 1e9 AS turnaround_s,
           max(1.0, 1.0 * (j.end_ns - j.submit_ns) / max(t.held_ns, 10000000000))
               AS bounded_slowdown,
           j.limit_ns / 1e9 AS limit_s,
           CASE j.wait_cause WHEN 0 THEN 'none' WHEN 1 THEN 'nodes' WHEN 2 THEN 'order'
               WHEN 3 THEN 'power' END
               AS wait_cause,
           j.backfilled, j.requeues, t.attempts, t.lost_ns / 1e9 AS lost_s,
           t.kept_ns / 1e9 AS kept_s, j.cpu_utilisation, j.gpu_utilisation,
           j.node_energy_j / 3.6e6 AS energy_kwh, j.groups, j.node_ranges
    FROM run r CROSS JOIN job_record j JOIN job_time t ON t.idx = j.idx ORDER BY j.idx;

-- Jobs that ran longer (or shorter) by network and storage, over all attempts: by how their nodes
-- lie, by a storage that is slower than they ask, by links that were lost, by others who used the
-- same links or storage, and who of these took most.
CREATE VIEW job_slowdown AS
    SELECT j.idx, j.name, j.nodes, j.groups, t.held_ns / 1e9 AS run_s,
           n.placement_ns / 1e9 AS placement_s, n.storage_ns / 1e9 AS storage_s,
           n.lost_links_ns / 1e9 AS lost_links_s, n.sharing_ns / 1e9 AS sharing_s,
           n.slowed_most_by, n.slowed_most_ns / 1e9 AS slowed_most_s
    FROM job_network n JOIN job_record j ON j.idx = n.idx JOIN job_time t ON t.idx = n.idx
    ORDER BY n.idx;

-- Where the time of jobs with checkpoints went, over all their attempts, to their ends or that of
-- the run: run_s = useful_s + redone_s + cut_s + restarting_s + writing_s, where cut_s is what
-- their limit cut off before a checkpoint kept it; span_s is from the first start, the waits
-- between attempts included. The last attempt of a job that failed is a lost one.
CREATE VIEW job_work AS
    SELECT c.idx, j.name, j.nodes, j.state, c.checkpoints, c.interval_ns / 1e9 AS interval_s,
           c.write_ns / 1e9 AS write_s, t.interruptions,
           (coalesce(j.end_ns, w.until_ns) - t.first_start_ns) / 1e9 AS span_s,
           coalesce(t.held_ns, 0) / 1e9 AS run_s, coalesce(t.kept_ns, 0) / 1e9 AS useful_s,
           t.redone_ns / 1e9 AS redone_s, j.unkept_ns / 1e9 AS cut_s,
           t.restarting_ns / 1e9 AS restarting_s, t.writing_ns / 1e9 AS writing_s
    FROM kpi_window w CROSS JOIN job_checkpoint c JOIN job_record j ON j.idx = c.idx
         JOIN job_time t ON t.idx = c.idx
    ORDER BY c.idx;

-- What interrupted jobs in the KPI window, the most frequent cause first. node_hours_lost: of their
-- nodes, of work that is to be done again; of that, of jobs that write no checkpoints.
CREATE VIEW interruption_cause AS
    SELECT i.cause, count(*) AS interruptions,
           sum(a.nodes * (i.redone_ns / 3.6e12)) AS node_hours_lost,
           total(a.nodes * (i.redone_ns / 3.6e12)) FILTER (WHERE c.idx IS NULL)
               AS node_hours_without_checkpoints
    FROM kpi_window w CROSS JOIN lost_attempt a
         JOIN interruption i ON i.idx = a.idx AND i.attempt = a.attempt
         LEFT JOIN job_checkpoint c ON c.idx = a.idx
    WHERE a.lost_ns >= w.from_ns GROUP BY i.cause ORDER BY 2 DESC, 1;

-- What every job drew, cost and emitted in all its attempts, to its end or that of the run. run_s
-- and lost_s are those of job. gpu_kwh and node_kwh are its own, at its GPUs and at its nodes'
-- plugs, what it drew for work that was lost included. grid_kwh, cost_eur and both carbon columns
-- are its share of the whole site's: every interval is shared among the jobs that run in it in
-- proportion to the energy of their nodes, so idle nodes, switches, conversion and cooling are in
-- it. The last row, 'no job', is what fell to intervals in which none ran, so that each of these
-- columns sums to what the site drew, paid by the kWh and emitted in the whole run, warm-up
-- included. The demand charge of the bill is not shared. NULL where the run does not simulate it.
CREATE VIEW job_energy AS
    WITH w AS MATERIALIZED (
        SELECT has_power,
               EXISTS (SELECT 1 FROM series_plant) OR EXISTS (SELECT 1 FROM series_energy)
                   AS has_site,
               EXISTS (SELECT 1 FROM series_energy WHERE cost_eur IS NOT NULL) AS has_cost,
               EXISTS (SELECT 1 FROM series_energy WHERE carbon_direct_g IS NOT NULL)
                   AS has_direct,
               EXISTS (SELECT 1 FROM series_energy WHERE carbon_life_cycle_g IS NOT NULL)
                   AS has_life_cycle
        FROM run)
    SELECT j.idx AS idx, j.log_id, j.name,
           CASE j.state WHEN 0 THEN 'waiting' WHEN 1 THEN 'running' WHEN 2 THEN 'completed'
               WHEN 3 THEN 'killed at limit' WHEN 4 THEN 'failed' END AS state,
           j.nodes, t.attempts, t.held_ns / 1e9 AS run_s, t.lost_ns / 1e9 AS lost_s,
           j.slowed_ns / 1e9 AS slowed_s,
           CASE WHEN w.has_power THEN j.gpu_energy_j / 3.6e6 END AS gpu_kwh,
           CASE WHEN w.has_power THEN j.node_energy_j / 3.6e6 END AS node_kwh,
           CASE WHEN w.has_site THEN j.grid_energy_j / 3.6e6 END AS grid_kwh,
           CASE WHEN w.has_cost THEN j.cost_eur END AS cost_eur,
           CASE WHEN w.has_direct THEN j.carbon_direct_g / 1e3 END AS carbon_direct_kg,
           CASE WHEN w.has_life_cycle THEN j.carbon_life_cycle_g / 1e3 END AS carbon_life_cycle_kg
    FROM w CROSS JOIN job_record j JOIN job_time t ON t.idx = j.idx
    UNION ALL
    SELECT NULL, NULL, 'no job', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
           u.grid_energy_j / 3.6e6,
           CASE WHEN w.has_cost THEN u.cost_eur END,
           CASE WHEN w.has_direct THEN u.carbon_direct_g / 1e3 END,
           CASE WHEN w.has_life_cycle THEN u.carbon_life_cycle_g / 1e3 END
    FROM w CROSS JOIN unshared u
    ORDER BY idx NULLS LAST;

-- The series of racks and of groups, every interval one row: the last row at or before it.
CREATE VIEW rack_series AS
    SELECT p.name AS rack, s.interval, s.start_s, s.start_utc, v.it_power_w, v.busy_nodes
    FROM place p CROSS JOIN series s JOIN series_rack v ON v.place = p.id
         AND v.interval = (SELECT max(interval) FROM series_rack
                           WHERE place = p.id AND interval <= s.interval)
    WHERE p.kind = 'rack' ORDER BY p.id, s.interval;
CREATE VIEW group_series AS
    SELECT p.name AS "group", s.interval, s.start_s, s.start_utc, v.it_power_w, v.busy_nodes
    FROM place p CROSS JOIN series s JOIN series_group v ON v.place = p.id
         AND v.interval = (SELECT max(interval) FROM series_group
                           WHERE place = p.id AND interval <= s.interval)
    WHERE p.kind = 'group' ORDER BY p.id, s.interval;

-- IT power and energy by the hour; an interval counts in the hour in which it starts.
CREATE VIEW power_hourly AS
    SELECT CAST(start_s / 3600 AS INTEGER) AS hour, min(start_utc) AS start_utc,
           sum(it_power_w * length_s) / sum(length_s) / 1e3 AS it_power_kw,
           max(it_power_peak_w) / 1e3 AS it_power_peak_kw,
           sum(it_power_w * length_s) / 3.6e6 AS it_energy_kwh,
           sum(busy_nodes * length_s) / sum(length_s) AS busy_nodes
    FROM series GROUP BY 1 ORDER BY 1;

-- Where the site's power goes, every interval one row; NULL where it is not simulated.
CREATE VIEW power_by_component AS
    SELECT s.interval, s.start_s, s.start_utc, s.length_s, p.gpus_w, p.cpus_w, p.memory_w, p.nics_w,
           p.drives_w, p.fans_w, p.switches_w, p.fixed_w,
           p.converter_loss_w + p.rack_rectifier_loss_w AS it_loss_w,
           q.transformer_loss_w + q.ups_loss_w + q.distribution_loss_w + q.central_rectifier_loss_w
               AS supply_loss_w,
           q.cdu_pumps_w + q.primary_pumps_w + q.cooling_fans_w + q.air_handling_w AS cooling_w,
           q.heat_pump_w, s.it_power_w, q.site_w, p.gpu_cap_w, p.throttled_groups
    FROM series s JOIN series_power p ON p.interval = s.interval
         LEFT JOIN series_plant q ON q.interval = s.interval ORDER BY s.interval;

-- The chain from the GPUs to the grid, every interval one row: power at a stage, what is lost
-- before the next one.
CREATE VIEW loss_by_stage AS
    SELECT s.interval, s.start_s, s.start_utc, s.length_s, p.gpus_w AS gpu_w, p.converter_loss_w,
           p.gpus_w + p.cpus_w + p.memory_w + p.nics_w + p.drives_w + p.fans_w + p.converter_loss_w
               AS node_w,
           p.rack_rectifier_loss_w, s.it_power_w AS rack_w, q.distribution_loss_w, q.ups_loss_w,
           q.central_rectifier_loss_w, q.transformer_loss_w,
           q.cdu_pumps_w + q.primary_pumps_w + q.cooling_fans_w + q.air_handling_w + q.heat_pump_w
               AS cooling_w,
           q.site_w, e.grid_w
    FROM series s JOIN series_power p ON p.interval = s.interval
         LEFT JOIN series_plant q ON q.interval = s.interval
         LEFT JOIN series_energy e ON e.interval = s.interval ORDER BY s.interval;

-- The same over the KPI window, a row for each addition: `stage` is the one on whose way it is
-- added (GPUs, node plugs, racks' input, site, grid), `kind` use, loss, cooling, source, or total:
-- what has been reached at that stage. Percent of what the site draws, or of IT where the site is
-- not simulated.
CREATE VIEW loss_chain AS
    SELECT position, stage, item, kind, energy_j / 3.6e6 AS energy_kwh,
           100 * energy_j / whole_j AS percent
    FROM (SELECT c.column1 AS position, c.column2 AS stage, c.column3 AS item, c.column4 AS kind,
                 coalesce(t.site_j, t.it_j) AS whole_j,
                 CASE c.column1
                     WHEN 1 THEN gpus_j WHEN 2 THEN cpus_j WHEN 3 THEN memory_j WHEN 4 THEN nics_j
                     WHEN 5 THEN drives_j WHEN 6 THEN fans_j WHEN 7 THEN converter_loss_j
                     WHEN 8 THEN compute_j + fans_j + converter_loss_j
                     WHEN 9 THEN switches_j WHEN 10 THEN fixed_j WHEN 11 THEN rack_rectifier_loss_j
                     WHEN 12 THEN CASE WHEN gpus_j IS NOT NULL THEN it_j END
                     WHEN 13 THEN cdu_pumps_j WHEN 14 THEN primary_pumps_j
                     WHEN 15 THEN cooling_fans_j WHEN 16 THEN air_handling_j
                     WHEN 17 THEN heat_pump_j WHEN 18 THEN distribution_loss_j
                     WHEN 19 THEN ups_loss_j WHEN 20 THEN central_rectifier_loss_j
                     WHEN 21 THEN transformer_loss_j WHEN 22 THEN site_j
                     WHEN 23 THEN -photovoltaics_j WHEN 24 THEN battery_j WHEN 25 THEN feed_in_j
                     WHEN 26 THEN grid_j END AS energy_j
          FROM energy_total t CROSS JOIN
               (VALUES (1, 'GPUs', 'GPUs', 'total'), (2, 'node plugs', 'CPUs', 'use'),
                       (3, 'node plugs', 'memory', 'use'), (4, 'node plugs', 'NICs', 'use'),
                       (5, 'node plugs', 'drives', 'use'), (6, 'node plugs', 'fans', 'use'),
                       (7, 'node plugs', 'voltage conversion', 'loss'),
                       (8, 'node plugs', 'node plugs', 'total'),
                       (9, 'racks'' input', 'switches', 'use'),
                       (10, 'racks'' input', 'other IT', 'use'),
                       (11, 'racks'' input', 'rectifiers', 'loss'),
                       (12, 'racks'' input', 'racks'' input', 'total'),
                       (13, 'site', 'CDU pumps', 'cooling'),
                       (14, 'site', 'primary pumps', 'cooling'),
                       (15, 'site', 'roof fans', 'cooling'),
                       (16, 'site', 'air handling', 'cooling'),
                       (17, 'site', 'heat pump', 'cooling'), (18, 'site', 'distribution', 'loss'),
                       (19, 'site', 'UPS', 'loss'), (20, 'site', 'central rectifiers', 'loss'),
                       (21, 'site', 'transformers', 'loss'), (22, 'site', 'site', 'total'),
                       (23, 'grid', 'photovoltaics', 'source'), (24, 'grid', 'battery', 'source'),
                       (25, 'grid', 'fed in', 'source'), (26, 'grid', 'grid', 'total')) c)
    WHERE energy_j IS NOT NULL ORDER BY position;

-- The cooling of the site, every interval one row; readings at its end, powers and heat as means.
-- The PUE is NULL where the losses of the supply are not simulated: without them it would flatter.
CREATE VIEW cooling_series AS
    SELECT s.interval, s.start_s, s.start_utc, s.length_s, q.supply_c, q.return_c,
           q.primary_supply_c, q.primary_return_c, q.dry_bulb_c, q.wet_bulb_c, q.secondary_flow_l_s,
           q.primary_flow_l_s, q.fan_speed, q.cdu_pumps_w, q.primary_pumps_w, q.cooling_fans_w,
           q.air_handling_w, q.heat_pump_w, q.liquid_heat_w, q.air_heat_w, q.pump_heat_w,
           q.rejected_w, q.reused_w, q.delivered_w, q.stored_w, q.water_l_s,
           CASE WHEN q.transformer_loss_w + q.ups_loss_w + q.distribution_loss_w
                     + q.central_rectifier_loss_w > 0
                THEN q.site_w / nullif(s.it_power_w, 0) END AS pue,
           p.throttled_groups, q.electricity_residual, q.heat_residual
    FROM series s JOIN series_plant q ON q.interval = s.interval
         LEFT JOIN series_power p ON p.interval = s.interval
    WHERE q.supply_c IS NOT NULL ORDER BY s.interval;

-- The cooling of groups, every interval one row: the last row at or before it.
CREATE VIEW group_cooling_series AS
    SELECT p.name AS "group", s.interval, s.start_s, s.start_utc, v.supply_c, v.return_c,
           v.flow_l_s, v.valve
    FROM place p CROSS JOIN series s JOIN series_group_cooling v ON v.place = p.id
         AND v.interval = (SELECT max(interval) FROM series_group_cooling
                           WHERE place = p.id AND interval <= s.interval)
    WHERE p.kind = 'group' ORDER BY p.id, s.interval;

-- What flows over each link, every interval one row: the last row at or before it.
CREATE VIEW link_series AS
    SELECT l.name AS link, l.kind, s.interval, s.start_s, s.start_utc, v.flow_b_s / 1e9 AS flow_gb_s,
           v.flow_b_s / l.capacity_b_s AS load
    FROM link l CROSS JOIN series s JOIN series_link v ON v.link = l.id
         AND v.interval = (SELECT max(interval) FROM series_link
                           WHERE link = l.id AND interval <= s.interval)
    ORDER BY l.id, s.interval;

-- Stretches in which something of a link was out of service: until_s is NULL where it still is at
-- the end.
CREATE VIEW link_outage AS
    SELECT l.name AS link, l.kind, x.at_ns / 1e9 AS from_s, x.until_ns / 1e9 AS until_s,
           strftime('%Y-%m-%dT%H:%M:%SZ', r.start_unix_s + x.at_ns / 1e9, 'unixepoch') AS from_utc,
           strftime('%Y-%m-%dT%H:%M:%SZ', r.start_unix_s + x.until_ns / 1e9, 'unixepoch')
               AS until_utc,
           x.lost, x.parts, x.capacity_left
    FROM run r CROSS JOIN (
        SELECT *, lead(at_ns) OVER (PARTITION BY link ORDER BY position) AS until_ns
        FROM link_state) x JOIN link l ON l.id = x.link
    WHERE x.capacity_left < 1 AND x.at_ns IS NOT x.until_ns ORDER BY x.position;

-- Lowest, mean over time and highest of the cooling's readings in the KPI window.
CREATE VIEW cooling_range AS
    WITH c AS MATERIALIZED (
        SELECT q.*, w.length_s
        FROM window_interval w CROSS JOIN series_plant q ON q.interval = w.interval)
    SELECT reading, unit, lowest, mean, highest FROM (
        SELECT 1 AS position, 'rack supply' AS reading, 'degC' AS unit, min(supply_c) AS lowest,
               sum(supply_c * length_s) / sum(length_s) AS mean, max(supply_c) AS highest FROM c
        UNION ALL
        SELECT 2, 'rack return', 'degC', min(return_c),
               sum(return_c * length_s) / sum(length_s), max(return_c) FROM c
        UNION ALL
        SELECT 3, 'rack flow', 'L/s', min(secondary_flow_l_s),
               sum(secondary_flow_l_s * length_s) / sum(length_s), max(secondary_flow_l_s) FROM c
        UNION ALL
        SELECT 4, 'primary supply', 'degC', min(primary_supply_c),
               sum(primary_supply_c * length_s) / sum(length_s), max(primary_supply_c) FROM c
        UNION ALL
        SELECT 5, 'primary return', 'degC', min(primary_return_c),
               sum(primary_return_c * length_s) / sum(length_s), max(primary_return_c) FROM c
        UNION ALL
        SELECT 6, 'primary flow', 'L/s', min(primary_flow_l_s),
               sum(primary_flow_l_s * length_s) / sum(length_s), max(primary_flow_l_s) FROM c
        UNION ALL
        SELECT 7, 'roof fans', '%', min(100 * fan_speed),
               sum(100 * fan_speed * length_s) / sum(length_s), max(100 * fan_speed) FROM c
        UNION ALL
        SELECT 8, 'dry bulb', 'degC', min(dry_bulb_c),
               sum(dry_bulb_c * length_s) / sum(length_s), max(dry_bulb_c) FROM c
        UNION ALL
        SELECT 9, 'wet bulb', 'degC', min(wet_bulb_c),
               sum(wet_bulb_c * length_s) / sum(length_s), max(wet_bulb_c) FROM c)
    WHERE lowest IS NOT NULL ORDER BY position;

-- Energy, money and carbon by the hour; an interval counts in the hour in which it starts.
CREATE VIEW energy_hourly AS
    SELECT CAST(s.start_s / 3600 AS INTEGER) AS hour, min(s.start_utc) AS start_utc,
           sum(s.it_power_w * s.length_s) / 3.6e6 AS it_kwh,
           sum((q.cdu_pumps_w + q.primary_pumps_w + q.cooling_fans_w + q.air_handling_w
                + q.heat_pump_w) * s.length_s) / 3.6e6 AS cooling_kwh,
           sum((q.transformer_loss_w + q.ups_loss_w + q.distribution_loss_w
                + q.central_rectifier_loss_w) * s.length_s) / 3.6e6 AS supply_loss_kwh,
           sum(q.site_w * s.length_s) / 3.6e6 AS site_kwh,
           sum(e.photovoltaics_w * s.length_s) / 3.6e6 AS photovoltaics_kwh,
           sum(e.battery_w * s.length_s) / 3.6e6 AS battery_kwh,
           sum(e.grid_w * s.length_s) / 3.6e6 AS grid_kwh,
           sum(e.feed_in_w * s.length_s) / 3.6e6 AS feed_in_kwh,
           sum(e.price_eur_mwh * s.length_s) / sum(s.length_s) AS price_eur_mwh,
           sum(e.carbon_direct_g_kwh * s.length_s) / sum(s.length_s) AS carbon_direct_g_kwh,
           sum(e.carbon_life_cycle_g_kwh * s.length_s) / sum(s.length_s) AS carbon_life_cycle_g_kwh,
           sum(e.cost_eur) AS cost_eur, sum(e.carbon_direct_g) / 1e3 AS carbon_direct_kg,
           sum(e.carbon_life_cycle_g) / 1e3 AS carbon_life_cycle_kg
    FROM series s LEFT JOIN series_plant q ON q.interval = s.interval
         LEFT JOIN series_energy e ON e.interval = s.interval
    GROUP BY 1 ORDER BY 1;

-- The bill of the KPI window with its total, whose price is the average price paid.
CREATE VIEW bill AS
    SELECT item, quantity, unit, price_eur, amount_eur, note
    FROM (SELECT position, item, quantity, unit, price_eur, amount_eur, note FROM bill_line
          UNION ALL
          SELECT count(*) + 1, 'total', grid_mwh, 'MWh', sum(amount_eur) / grid_mwh,
                 sum(amount_eur), NULL
          FROM bill_line, (SELECT sum(grid_w * length_s) / 3.6e9 AS grid_mwh
                           FROM window_interval JOIN series_energy USING (interval))
          HAVING count(*) > 0)
    ORDER BY position;

-- What laws ask of the KPIs, and whether this run meets it. A requirement is one on a year: where
-- the KPI window is shorter (`estimate` is 1) the verdict is an estimate from that window. The
-- thresholds are those of the file that the scenario names, with its date. 'not known': the run
-- does not simulate what the KPI needs, or has not ended.
CREATE VIEW compliance AS
    SELECT r.law, r.kpi, k.title, CASE WHEN r.at_most THEN '<=' ELSE '>=' END AS relation,
           r.threshold, k.unit, k.value,
           CASE WHEN k.value IS NULL THEN 'not known'
                WHEN k.value = r.threshold OR (k.value < r.threshold) = r.at_most THEN 'met'
                ELSE 'missed' END AS verdict,
           r.from_date, w.length_s < 365 * 86400 AS estimate, r.note
    FROM kpi_window w CROSS JOIN requirement r LEFT JOIN kpi_record k ON k.name = r.kpi
    ORDER BY r.position;

-- Limits that a policy could not keep, with calendar times.
CREATE VIEW violation AS
    SELECT v.name, v.unit, v.value, v.worst, v.from_ns / 1e9 AS from_s, v.until_ns / 1e9 AS until_s,
           strftime('%Y-%m-%dT%H:%M:%SZ', r.start_unix_s + v.from_ns / 1e9, 'unixepoch')
               AS from_utc,
           strftime('%Y-%m-%dT%H:%M:%SZ', r.start_unix_s + v.until_ns / 1e9, 'unixepoch')
               AS until_utc,
           (v.until_ns - v.from_ns) / 3.6e12 AS hours, v.cause
    FROM run r CROSS JOIN violation_record v ORDER BY v.position;

-- Events with their calendar time.
CREATE VIEW event AS
    SELECT e.at_ns / 1e9 AS at_s,
           strftime('%Y-%m-%dT%H:%M:%SZ', r.start_unix_s + e.at_ns / 1e9, 'unixepoch') AS at_utc,
           e.kind, e.what, e.effect
    FROM run r CROSS JOIN event_log e ORDER BY e.position;

-- The limits table with headroom; of temperatures it is in K and no share of the limit, as the zero
-- of degC is none of which a share could be told.
CREATE VIEW limits AS
    SELECT l.name, l.unit, l.value, l.p99, l.value - l.p99 AS headroom,
           CASE l.unit WHEN 'degC' THEN 'K' ELSE l.unit END AS headroom_unit,
           CASE WHEN l.unit <> 'degC' THEN 100 * (l.value - l.p99) / l.value END
               AS headroom_percent, l.peak,
           l.at_limit_ns / 3.6e12 AS at_limit_h,
           strftime('%Y-%m-%dT%H:%M:%SZ', r.start_unix_s + l.first_reached_ns / 1e9, 'unixepoch')
               AS first_reached_utc, l.place
    FROM run r CROSS JOIN limit_record l ORDER BY l.position;

-- The KPIs in the order of the table of KPIs.
CREATE VIEW kpi AS
    SELECT topic, name, title, value, unit, better, formula FROM kpi_record ORDER BY position;
