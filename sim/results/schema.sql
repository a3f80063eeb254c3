-- The result file of one run: a SQLite database, one file. schema_version 1.
--
-- Times are integer nanoseconds after the run's start (columns ending in _ns); views give them in
-- seconds (_s) and as UTC text (_utc). Power is in watts (_w), energy in joules (_j) in tables and
-- in kWh in views. Indices of nodes, racks, groups and jobs count from 0. NULL: unknown or not yet.
-- Tables hold what was recorded, once; views are for people: job, series, rack_series,
-- group_series, power_hourly, event, limits, kpi.
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
    wait_cause INTEGER NOT NULL,   -- 0 did not wait, 1 too few free nodes, 2 the policy's order
    backfilled INTEGER NOT NULL,   -- 1: started before a job that had waited longer
    requeues INTEGER NOT NULL,     -- times it was lost with a node and put back
    cpu_utilisation REAL NOT NULL, -- of its nodes' cores, 0 to 1
    gpu_utilisation REAL NOT NULL, -- mean over its nodes' GPUs, 0 to 1
    energy_j REAL NOT NULL,        -- of its nodes at the racks' input while it held them [J]
    groups INTEGER NOT NULL,       -- groups of the interconnect in which its nodes lie
    log_id INTEGER,                -- its number in the log; NULL: it has none
    name TEXT,                     -- of a [[job]]; NULL: it has none
    node_ranges TEXT NOT NULL      -- where it ran: '0-47,96-143', first and last node of each range
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

CREATE TABLE event_log (       -- events of the scenario as they took effect
    position INTEGER PRIMARY KEY,  -- order in which they did
    at_ns INTEGER NOT NULL,        -- when [ns]
    kind TEXT NOT NULL,            -- lose, restore, drain, set
    what TEXT NOT NULL,            -- 'rack 17'
    effect TEXT NOT NULL           -- '48 nodes down, 3 jobs requeued'
);

CREATE TABLE limit_record (    -- every limit of the site and how near the run came to it
    position INTEGER PRIMARY KEY,  -- order in which they are shown
    name TEXT NOT NULL,            -- nodes, rack_power, site_power
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
    wait_mean_s REAL,              -- start - submit of these [s]
    wait_p50_s REAL,               -- median by nearest rank [s]
    wait_p95_s REAL,               -- 95th percentile by nearest rank [s]
    wait_max_s REAL,               -- longest [s]
    ended INTEGER NOT NULL,        -- jobs of the class that have completed or were killed at limit
    slowdown_mean REAL,            -- their bounded slowdown: max(1, (wait + run) / max(run, 10 s))
    slowdown_p95 REAL,             -- its 95th percentile by nearest rank
    turnaround_mean_s REAL         -- end - submit of these [s]
);

CREATE TABLE kpi_record (      -- the KPIs, computed when the run ended
    position INTEGER PRIMARY KEY,  -- order in which they are shown
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
          FROM series WHERE interval >= (SELECT first_interval FROM kpi_window)) t;

-- Jobs counted: submitted, started or ended in the KPI window; running and waiting at the end.
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
           total(nodes * (end_ns - start_ns) / 1e9)
               FILTER (WHERE state IN (2, 3) AND end_ns >= w) AS node_s_finished,
           total(nodes * run_ns / 1e9) FILTER (WHERE submit_ns >= w) AS node_s_submitted,
           coalesce(sum(requeues), 0) AS requeues,
           coalesce(sum(backfilled), 0) AS backfilled,
           (max(end_ns) - min(submit_ns)) / 1e9 AS makespan_s
    FROM (SELECT warm_up_ns AS w FROM run) CROSS JOIN job_record;

-- The jobs with times in seconds and what people derive from them.
CREATE VIEW job AS
    SELECT j.idx, j.log_id, j.name,
           CASE j.state WHEN 0 THEN 'waiting' WHEN 1 THEN 'running' WHEN 2 THEN 'completed'
               WHEN 3 THEN 'killed at limit' WHEN 4 THEN 'failed' END AS state,
           j.nodes, (SELECT c.name FROM size_class c
                     WHERE c.id > 0 AND j.nodes >= c.min_nodes ORDER BY c.id DESC LIMIT 1)
               AS size_class,
           strftime('%Y-%m-%dT%H:%M:%SZ', r.start_unix_s + j.submit_ns / 1e9, 'unixepoch')
               AS submit_utc,
           j.submit_ns / 1e9 AS submit_s, j.start_ns / 1e9 AS start_s, j.end_ns / 1e9 AS end_s,
           (j.start_ns - j.submit_ns) / 1e9 AS wait_s, (j.end_ns - j.start_ns) / 1e9 AS run_s,
           (j.end_ns - j.submit_ns) / 1e9 AS turnaround_s,
           max(1.0, 1.0 * (j.end_ns - j.submit_ns) / max(j.end_ns - j.start_ns, 10000000000))
               AS bounded_slowdown,
           j.limit_ns / 1e9 AS limit_s,
           CASE j.wait_cause WHEN 0 THEN 'none' WHEN 1 THEN 'nodes' WHEN 2 THEN 'order' END
               AS wait_cause,
           j.backfilled, j.requeues, j.cpu_utilisation, j.gpu_utilisation,
           j.energy_j / 3.6e6 AS energy_kwh, j.groups, j.node_ranges
    FROM run r CROSS JOIN job_record j ORDER BY j.idx;

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

-- Events with their calendar time.
CREATE VIEW event AS
    SELECT e.at_ns / 1e9 AS at_s,
           strftime('%Y-%m-%dT%H:%M:%SZ', r.start_unix_s + e.at_ns / 1e9, 'unixepoch') AS at_utc,
           e.kind, e.what, e.effect
    FROM run r CROSS JOIN event_log e ORDER BY e.position;

-- The limits table with headroom.
CREATE VIEW limits AS
    SELECT l.name, l.unit, l.value, l.p99, l.value - l.p99 AS headroom,
           100 * (l.value - l.p99) / l.value AS headroom_percent, l.peak,
           l.at_limit_ns / 3.6e12 AS at_limit_h,
           strftime('%Y-%m-%dT%H:%M:%SZ', r.start_unix_s + l.first_reached_ns / 1e9, 'unixepoch')
               AS first_reached_utc, l.place
    FROM run r CROSS JOIN limit_record l ORDER BY l.position;

-- The KPIs in the order of the table of KPIs.
CREATE VIEW kpi AS
    SELECT name, title, value, unit, better, formula FROM kpi_record ORDER BY position;
