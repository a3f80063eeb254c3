#include "sim/results/kpis.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <array>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "sim/results/kpi_measures.h"

namespace twin {
namespace {

constexpr std::array rows = {
    KpiRow{"nodes", "utilisation", "%", Better::higher, "Utilisation",
           "node-hours allocated to jobs / node-hours available (up and in the partition), exact "
           "integrals (kpis: capacity)",
           "SELECT 100 * busy_node_s / available_node_s FROM window_total"},
    KpiRow{"nodes", "offered_load", "%", Better::neither, "Offered load",
           "sum of nodes x run time of the jobs submitted in the window / node-hours available",
           "SELECT 100 * node_s_submitted / available_node_s FROM job_total, window_total"},
    KpiRow{"nodes", "stranded_nodes", "nodes", Better::lower, "Stranded nodes",
           "mean of available - allocated nodes over the intervals in which jobs waited "
           "(kpis: capacity, idle while jobs wait)",
           "SELECT sum((available_nodes - busy_nodes) * length_s) / sum(length_s) FROM series "
           "WHERE waiting_jobs > 0 AND interval >= (SELECT first_interval FROM kpi_window)"},

    KpiRow{"jobs", "jobs_submitted", "jobs", Better::neither, "Jobs submitted",
           "submitted in the window", "SELECT submitted FROM job_total"},
    KpiRow{"jobs", "jobs_started", "jobs", Better::neither, "Jobs started", "started in the window",
           "SELECT started FROM job_total"},
    KpiRow{"jobs", "jobs_ended", "jobs", Better::neither, "Jobs ended",
           "completed, killed at their limit or failed in the window",
           "SELECT ended FROM job_total"},
    KpiRow{"jobs", "jobs_completed", "jobs", Better::higher, "Jobs completed",
           "completed in the window", "SELECT completed FROM job_total"},
    KpiRow{"jobs", "jobs_killed_at_limit", "jobs", Better::neither, "Jobs killed at their limit",
           "stopped at their requested wall time in the window", "SELECT killed FROM job_total"},
    KpiRow{"jobs", "jobs_failed", "jobs", Better::lower, "Jobs failed",
           "lost with a node and not put back, in the window", "SELECT failed FROM job_total"},
    KpiRow{"jobs", "jobs_running_at_end", "jobs", Better::neither, "Jobs running at the end",
           "censored: started, not ended when the simulation stopped",
           "SELECT running FROM job_total"},
    KpiRow{"jobs", "jobs_waiting_at_end", "jobs", Better::lower, "Jobs waiting at the end",
           "censored: submitted, not started when the simulation stopped",
           "SELECT waiting FROM job_total"},
    KpiRow{"jobs", "jobs_backfilled", "jobs", Better::neither, "Jobs backfilled",
           "started before a job that had waited longer, in the whole run",
           "SELECT backfilled FROM job_total"},
    KpiRow{"jobs", "requeues", "", Better::lower, "Requeues",
           "times that jobs were lost with a node and put back, in the whole run",
           "SELECT requeues FROM job_total"},

    KpiRow{"throughput", "throughput_jobs", "jobs/d", Better::higher, "Throughput, jobs",
           "jobs completed or killed at their limit in the window / its days (kpis: queue)",
           "SELECT (completed + killed) * 86400 / length_s FROM job_total, window_total"},
    KpiRow{"throughput", "throughput_node_hours", "node-h/d", Better::higher,
           "Throughput, node-hours",
           "sum of nodes x time of the work of these jobs that was kept, as long as it takes "
           "undisturbed / days of the window",
           "SELECT node_s_finished * 24 / length_s FROM job_total, window_total"},
    KpiRow{"throughput", "makespan", "s", Better::lower, "Makespan",
           "last end - first submit, over all jobs of the run (Parallel Workloads Archive)",
           "SELECT makespan_s FROM job_total"},

    KpiRow{"throughput", "bounded_slowdown_mean", "", Better::lower, "Mean bounded slowdown",
           "max(1, (w + r) / max(r, 10 s)) of jobs submitted in the window that completed or were "
           "killed at their limit; w time in the queue and r time on nodes, each over all "
           "attempts, so "
           "that w + r = end - submit (Feitelson 1997; kpis: queue)",
           "SELECT slowdown_mean FROM wait_by_size WHERE size_class = 0"},
    KpiRow{"throughput", "bounded_slowdown_p95", "", Better::lower, "P95 bounded slowdown",
           "95th percentile of the same, nearest rank",
           "SELECT slowdown_p95 FROM wait_by_size WHERE size_class = 0"},
    KpiRow{"throughput", "turnaround_mean", "s", Better::lower, "Mean turnaround",
           "end - submit of the same jobs (kpis: queue)",
           "SELECT turnaround_mean_s FROM wait_by_size WHERE size_class = 0"},

    KpiRow{
        "IT power", "it_power_mean", "MW", Better::neither, "IT power, mean",
        "IT energy / length of the window",
        "SELECT it_energy_j / length_s / 1e6 FROM window_total WHERE (SELECT has_power FROM run)"},
    KpiRow{"IT power", "it_power_p99", "MW", Better::lower, "IT power, P99",
           "99th percentile of the interval means in the window, nearest rank (kpis: power)",
           "SELECT it_power_w / 1e6 FROM series_site, kpi_window, run "
           "WHERE has_power AND interval >= first_interval ORDER BY it_power_w LIMIT 1 OFFSET "
           "(SELECT (99 * count(*) + 99) / 100 - 1 FROM series_site, kpi_window "
           "WHERE interval >= first_interval)"},
    KpiRow{"IT power", "it_power_peak", "MW", Better::lower, "IT power, peak",
           "highest at any instant of the window",
           "SELECT it_power_peak_w / 1e6 FROM window_total WHERE (SELECT has_power FROM run)"},
    KpiRow{"IT power", "load_factor", "%", Better::neither, "Load factor",
           "mean IT power / peak IT power",
           "SELECT 100 * it_energy_j / length_s / it_power_peak_w FROM window_total "
           "WHERE (SELECT has_power FROM run)"},
    KpiRow{"IT power", "it_energy", "MWh", Better::neither, "IT energy",
           "integral of the IT power over the window (E_IT of EN 50600)",
           "SELECT it_energy_j / 3.6e9 FROM window_total WHERE (SELECT has_power FROM run)"},
    KpiRow{"IT power", "energy_per_node_hour", "kWh", Better::neither, "IT energy per node-hour",
           "IT energy / node-hours allocated to jobs, idle nodes' share included",
           "SELECT it_energy_j / 3.6e6 / (busy_node_s / 3600) FROM window_total "
           "WHERE (SELECT has_power FROM run)"},

    KpiRow{"site power", "site_power_mean", "MW", Better::neither, "Site power, mean",
           "what all of the site draws (IT, cooling, losses), before photovoltaics and battery; "
           "mean over the window (kpis: power)",
           "SELECT site_j / length_s / 1e6 FROM energy_total"},
    KpiRow{"site power", "site_power_p99", "MW", Better::lower, "Site power, P99",
           "99th percentile of the interval means in the window, nearest rank (kpis: power)",
           "SELECT site_w / 1e6 FROM series_plant, kpi_window WHERE interval >= first_interval "
           "ORDER BY site_w LIMIT 1 OFFSET (SELECT (99 * count(*) + 99) / 100 - 1 "
           "FROM series_plant, kpi_window WHERE interval >= first_interval)"},
    KpiRow{"site power", "site_power_peak", "MW", Better::lower, "Site power, highest interval",
           "highest interval mean in the window (kpis: power)",
           "SELECT site_peak_w / 1e6 FROM energy_total"},
    KpiRow{"site power", "site_energy", "MWh", Better::neither, "Site energy",
           "integral of the site's power over the window (E_DC of EN 50600 where cooling and "
           "supply are simulated)",
           "SELECT site_j / 3.6e9 FROM energy_total"},
    KpiRow{"site power", "grid_energy", "MWh", Better::neither, "Energy from the grid",
           "drawn from the grid in the window, what is fed in not subtracted",
           "SELECT grid_j / 3.6e9 FROM energy_total"},
    KpiRow{"site power", "photovoltaics_energy", "MWh", Better::higher, "Photovoltaics",
           "generated in the window",
           "SELECT nullif(photovoltaics_j, 0) / 3.6e9 FROM energy_total"},
    KpiRow{"site power", "battery_charged", "MWh", Better::neither, "Battery, charged",
           "put into the battery in the window, its losses included",
           "SELECT charged_j / 3.6e9 FROM energy_total"},
    KpiRow{"site power", "battery_discharged", "MWh", Better::neither, "Battery, discharged",
           "got from the battery in the window", "SELECT discharged_j / 3.6e9 FROM energy_total"},
    KpiRow{"site power", "battery_loss", "MWh", Better::lower, "Battery, lost",
           "charged - discharged - rise of what it stores, in the window",
           "SELECT battery_loss_j / 3.6e9 FROM energy_total"},
    KpiRow{"site power", "fed_in_energy", "MWh", Better::neither, "Fed into the grid",
           "by photovoltaics in the window",
           "SELECT feed_in_j / 3.6e9 FROM energy_total "
           "WHERE photovoltaics_j > 0 OR charged_j IS NOT NULL"},
    KpiRow{"site power", "contract_headroom", "MW", Better::neither, "Headroom to the contract",
           "contract limit - highest quarter-hour's mean drawn from the grid in the window, "
           "that of the bill: what the contract is about (kpis: power)",
           "SELECT (contract_w - 1e3 * quantity) / 1e6 FROM site_fact, bill_line "
           "WHERE item LIKE 'demand charge%'"},
    KpiRow{"site power", "stranded_power", "MW", Better::neither, "Stranded power",
           "contract limit - P99 of the interval means drawn from the grid in the window: paid "
           "for and not used (kpis: power)",
           "SELECT (contract_w - grid_w) / 1e6 FROM site_fact, series_energy, kpi_window "
           "WHERE interval >= first_interval ORDER BY grid_w LIMIT 1 OFFSET "
           "(SELECT (99 * count(*) + 99) / 100 - 1 FROM series_energy, kpi_window "
           "WHERE interval >= first_interval)"},
    KpiRow{"site power", "cooling_energy", "MWh", Better::lower, "Cooling energy",
           "electricity of pumps, fans and air handling in the window, heat pump not included "
           "(kpis: power)",
           "SELECT cooling_j / 3.6e9 FROM energy_total"},
    KpiRow{"site power", "converter_loss", "MWh", Better::lower, "Loss in nodes",
           "of the voltage conversion in nodes, in the window (kpis: power, losses)",
           "SELECT converter_loss_j / 3.6e9 FROM energy_total"},
    KpiRow{"site power", "rack_loss", "MWh", Better::lower, "Loss in racks",
           "of the rectifiers in racks, in the window (kpis: power, losses)",
           "SELECT rack_rectifier_loss_j / 3.6e9 FROM energy_total"},
    KpiRow{"site power", "supply_loss", "MWh", Better::lower, "Loss in the supply",
           "of transformers, UPS, central rectifiers and distribution in the window "
           "(kpis: power, losses)",
           "SELECT supply_loss_j / 3.6e9 FROM energy_total"},

    KpiRow{"efficiency", "pue", "", Better::lower, "PUE",
           "E_DC / E_IT; NULL unless both cooling and supply are simulated "
           "(EN 50600-4-2; kpis: EN 50600)",
           "SELECT dc_j / it_j FROM energy_total"},
    KpiRow{"efficiency", "pue_enefg", "", Better::lower, "PUE, EnEfG",
           "(E_DC - E_heatpump) / E_IT: without equipment that only upgrades waste heat "
           "(EnEfG section 11; kpis: EnEfG)",
           "SELECT (dc_j - heat_pump_j) / it_j FROM energy_total"},
    KpiRow{"efficiency", "itue", "", Better::lower, "iTUE",
           "E_IT / E_compute; E_compute: GPUs, CPUs, memory, NICs and drives in nodes, not fans, "
           "conversion, rectifiers, switches and other IT (Patterson et al. 2013; what counts "
           "as compute: memory, unverified; kpis: EN 50600)",
           "SELECT it_j / compute_j FROM energy_total"},
    KpiRow{"efficiency", "tue", "", Better::lower, "TUE",
           "PUE x iTUE = E_DC / E_compute (Patterson et al. 2013; kpis: EN 50600)",
           "SELECT dc_j / compute_j FROM energy_total"},
    KpiRow{"efficiency", "erf", "%", Better::higher, "ERF",
           "E_reuse / E_DC; E_reuse: heat from the water to the consumer or its heat pump, the "
           "heat pump's own electricity not counted (EN 50600-4-6; kpis: EN 50600)",
           "SELECT 100 * reused_j / dc_j FROM energy_total"},
    KpiRow{"efficiency", "ere", "", Better::lower, "ERE",
           "(E_DC - E_reuse) / E_IT (The Green Grid; kpis: EN 50600)",
           "SELECT (dc_j - reused_j) / it_j FROM energy_total"},
    KpiRow{"efficiency", "ref", "%", Better::higher, "REF",
           "(contract's renewable share x energy from the grid + photovoltaics not fed in) / "
           "(energy from the grid + photovoltaics not fed in); the denominator is E_DC and what "
           "a battery loses and stores (EN 50600-4-3; kpis: EN 50600)",
           "SELECT 100 * renewable_j / consumed_j FROM energy_total"},
    KpiRow{"efficiency", "water", "m3", Better::lower, "Water",
           "evaporated on the site in the window (kpis: EN 50600)",
           "SELECT water_l / 1e3 FROM energy_total"},
    KpiRow{"efficiency", "wue", "L/kWh", Better::lower, "WUE",
           "water evaporated on the site / E_IT (EN 50600-4-9; kpis: EN 50600)",
           "SELECT water_l / (it_j / 3.6e6) FROM energy_total"},
    KpiRow{"efficiency", "cue", "kgCO2/kWh", Better::lower, "CUE, direct",
           "CO2, location-based and direct / E_IT (EN 50600-4-8; kpis: EN 50600)",
           "SELECT carbon_direct_g / 1e3 / (it_j / 3.6e6) FROM energy_total"},
    KpiRow{"efficiency", "cue_life_cycle", "kgCO2/kWh", Better::lower, "CUE, life-cycle",
           "CO2, location-based and life-cycle / E_IT (EN 50600-4-8 with another method)",
           "SELECT carbon_life_cycle_g / 1e3 / (it_j / 3.6e6) FROM energy_total"},

    KpiRow{"heat", "supply_temperature_mean", "degC", Better::neither, "Rack water supply, mean",
           "of the warmest group, at the intervals' ends, mean over the window",
           "SELECT mean FROM cooling_range WHERE reading = 'rack supply'"},
    KpiRow{"heat", "supply_temperature_max", "degC", Better::neither, "Rack water supply, max",
           "of the warmest group, highest at an interval's end in the window",
           "SELECT highest FROM cooling_range WHERE reading = 'rack supply'"},
    KpiRow{"heat", "throttled_group_hours", "group-h", Better::lower, "Throttling, group-hours",
           "sum over rack groups of the time in which their racks throttled because their water "
           "was too warm",
           "SELECT throttled_group_s / 3600 FROM energy_total WHERE cooled"},
    KpiRow{"heat", "heat_offered", "MW", Better::neither, "Heat offered, mean",
           "heat that leaves the water, to outdoors or to a consumer: m c (T_out - T_in) of the "
           "primary loop (kpis: heat)",
           "SELECT heat_j / length_s / 1e6 FROM energy_total"},
    KpiRow{"heat", "heat_offered_a", "GWh/a", Better::neither, "Heat offered in a year",
           "the same over 8760 h; from a shorter window an estimate (kpis: heat)",
           "SELECT heat_j / length_s * 8760 / 1e9 FROM energy_total"},
    KpiRow{"heat", "heat_temperature", "degC", Better::neither, "Temperature of the heat",
           "of the primary water on its way to the roof or the consumer, at the intervals' ends, "
           "weighted with the heat (kpis: heat)",
           "SELECT heat_c FROM energy_total"},
    KpiRow{"heat", "heat_reused", "MWh", Better::higher, "Heat reused",
           "from the water to the consumer or its heat pump (E_reuse; kpis: EN 50600)",
           "SELECT reused_j / 3.6e9 FROM energy_total"},
    KpiRow{"heat", "heat_delivered", "MWh", Better::higher, "Heat delivered",
           "at the consumer: heat reused and the heat pump's electricity",
           "SELECT delivered_j / 3.6e9 FROM energy_total"},
    KpiRow{"heat", "heat_pump_energy", "MWh", Better::neither, "Heat pump energy",
           "electricity of the heat pump (E_heatpump; kpis: EnEfG)",
           "SELECT heat_pump_j / 3.6e9 FROM energy_total WHERE cooled"},

    KpiRow{"money", "electricity_cost", "EUR", Better::lower, "Cost of electricity",
           "sum of the bill of the window: energy, grid fee, levies, tax, demand charge, less "
           "what feeding in earns (kpis: money)",
           "SELECT sum(amount_eur) FROM bill_line"},
    KpiRow{"money", "energy_cost", "EUR", Better::lower, "Energy cost",
           "sum of P(t) x price(t), the supplier's markup included (kpis: money)",
           "SELECT sum(amount_eur) FROM bill_line WHERE item LIKE 'energy%'"},
    KpiRow{"money", "demand_charge", "EUR", Better::lower, "Demand charge",
           "highest quarter-hour's mean x EUR/kW/a x the window's share of a "
           "year, an assumption (kpis: money)",
           "SELECT sum(amount_eur) FROM bill_line WHERE item LIKE 'demand charge%'"},
    KpiRow{"money", "grid_fee", "EUR", Better::lower, "Grid fee", "by the kWh (kpis: money)",
           "SELECT sum(amount_eur) FROM bill_line WHERE item LIKE 'grid fee%'"},
    KpiRow{"money", "levies", "EUR", Better::lower, "Levies", "by the kWh (kpis: money)",
           "SELECT sum(amount_eur) FROM bill_line WHERE item LIKE 'levies%'"},
    KpiRow{"money", "tax", "EUR", Better::lower, "Electricity tax", "by the kWh (kpis: money)",
           "SELECT sum(amount_eur) FROM bill_line WHERE item LIKE '%tax%'"},
    KpiRow{"money", "full_load_hours", "h/a", Better::neither, "Full-load hours a year",
           "energy from the grid / highest quarter-hour's mean, that of the bill, x 8760 h / "
           "window; from a shorter window an estimate (kpis: money)",
           "SELECT grid_j / (1e3 * quantity) / length_s * 8760 FROM energy_total, bill_line "
           "WHERE item LIKE 'demand charge%'"},
    KpiRow{"money", "price_paid", "EUR/MWh", Better::lower, "Average price paid",
           "cost of electricity / energy from the grid (kpis: money)",
           "SELECT (SELECT sum(amount_eur) FROM bill_line) / (grid_j / 3.6e9) FROM energy_total"},
    KpiRow{"money", "price_market", "EUR/MWh", Better::neither, "Market price, mean",
           "mean over time of the market's price (kpis: money)",
           "SELECT price_eur_mwh FROM energy_total"},
    KpiRow{"money", "price_ratio", "", Better::lower, "Price paid / market mean",
           "average price paid / mean market price (kpis: money)",
           "SELECT (SELECT sum(amount_eur) FROM bill_line) / (grid_j / 3.6e9) / price_eur_mwh "
           "FROM energy_total WHERE price_eur_mwh > 0"},
    KpiRow{"money", "price_timing", "", Better::lower, "Price weighted / mean",
           "market price weighted with the energy drawn / its mean over time; below 1: drawn in "
           "cheap hours",
           "SELECT price_weighted_eur_mwh / price_eur_mwh FROM energy_total "
           "WHERE price_eur_mwh > 0"},

    KpiRow{"carbon", "carbon_direct", "t", Better::lower, "CO2, location, direct",
           "location-based: sum of P(t) x the grid's direct intensity(t) (kpis: carbon)",
           "SELECT carbon_direct_g / 1e6 FROM energy_total"},
    KpiRow{"carbon", "carbon_life_cycle", "t", Better::lower, "CO2, location, life-cycle",
           "location-based: sum of P(t) x the grid's life-cycle intensity(t) (kpis: carbon)",
           "SELECT carbon_life_cycle_g / 1e6 FROM energy_total"},
    KpiRow{"carbon", "carbon_market", "t", Better::lower, "CO2, market-based",
           "market-based: energy from the grid x the contract's intensity (kpis: carbon)",
           "SELECT carbon_market_g / 1e6 FROM energy_total"},
    KpiRow{"carbon", "carbon_embodied", "t", Better::neither, "CO2, embodied",
           "of making IT and building: a year's share x window / 365 d (kpis: carbon)",
           "SELECT carbon_embodied_g / 1e6 FROM energy_total"},
    KpiRow{"carbon", "carbon_direct_per_kwh", "g/kWh", Better::lower, "CO2/kWh, direct",
           "location-based and direct / energy from the grid (kpis: carbon)",
           "SELECT carbon_direct_g / (grid_j / 3.6e6) FROM energy_total"},
    KpiRow{"carbon", "carbon_life_cycle_per_kwh", "g/kWh", Better::lower, "CO2/kWh, life-cycle",
           "location-based and life-cycle / energy from the grid (kpis: carbon)",
           "SELECT carbon_life_cycle_g / (grid_j / 3.6e6) FROM energy_total"},

    KpiRow{"work", "gpu_hours", "GPU-h", Better::neither, "GPU-hours allocated",
           "node-hours allocated to jobs x the site's GPUs / nodes, in the window",
           "SELECT t.busy_node_s / 3600 * gpus / nodes FROM window_total t, run WHERE gpus > 0"},
    KpiRow{
        "work", "goodput", "GPU-h", Better::higher, "Goodput",
        "GPU-hours in the window of work that was not lost, in the time that it takes undisturbed: "
        "without restarts, the writing of checkpoints, and what caps, warm water, network and "
        "storage made it longer (of a job the same share of all its work): of jobs that still run "
        "at the end all that they did, of attempts that were "
        "lost or killed at their limit what checkpoints kept, of jobs that failed nothing. Killed "
        "jobs without checkpoints count whole (a log does not tell whether they were of use), but "
        "for trainings. An attempt that began before the window counts in proportion (kpis: work)",
        "SELECT (SELECT total(nodes * ((end_ns - start_ns - lost_ns - restarting_ns - "
        "writing_ns) / 3.6e12) * (1 - coalesce(d.share, 0)) * (max(0, end_ns - max(start_ns, "
        "from_ns)) * 1.0 / (end_ns - start_ns))) FROM kpi_window CROSS JOIN attempt_time a "
        "LEFT JOIN job_delay d ON d.idx = a.idx "
        "WHERE end_ns > start_ns AND state IS NOT 4) * gpus / nodes FROM run WHERE gpus > 0"},
    KpiRow{"work", "gpu_hours_lost", "GPU-h", Better::lower, "GPU-hours lost to failures",
           "of the attempts that were lost in the window, with a node or by their program, from "
           "their starts or, of jobs with checkpoints, from their last finished one, whether "
           "their jobs were put back or failed (kpis: work, lost to failures)",
           "SELECT lost / 3.6e12 * gpus / run.nodes "
           "FROM (SELECT total(nodes * redone_ns) AS lost FROM lost_attempt "
           "JOIN interruption USING (idx, attempt) "
           "WHERE lost_ns >= (SELECT from_ns FROM kpi_window)), run WHERE gpus > 0"},
    KpiRow{"work", "gpu_hours_cut", "GPU-h", Better::lower, "GPU-hours cut off at limits",
           "work of jobs killed at their limit in the window that no checkpoint kept; of trainings "
           "without any all of it, of other jobs without any it is not known (kpis: work)",
           "SELECT (SELECT total(nodes * (unkept_ns / 3.6e12)) FROM job_record, kpi_window "
           "WHERE end_ns >= from_ns) * gpus / nodes FROM run WHERE gpus > 0"},
    KpiRow{"work", "interruptions", "", Better::lower, "Interruptions of jobs",
           "attempts at jobs that were lost in the window, with a node or by their program",
           "SELECT count(*) FROM lost_attempt WHERE lost_ns >= (SELECT from_ns FROM kpi_window)"},
    KpiRow{
        "work", "gpu_hours_slowed", "GPU-h", Better::lower, "GPU-hours lost to slower clocks",
        "GPUs x time by which power caps or warm water slowed the jobs that ended in the window: "
        "they ran longer by it, or were stopped at their limit with as much less done",
        "SELECT slowed / 3.6e12 * gpus / run.nodes "
        "FROM (SELECT total(nodes * slowed_ns) AS slowed FROM job_record "
        "WHERE end_ns >= (SELECT from_ns FROM kpi_window)), run WHERE has_power AND gpus > 0"},
    KpiRow{
        "work", "gpu_hours_network", "GPU-h", Better::lower, "GPU-hours lost to the network",
        "GPUs x time by which the lie of their nodes, lost links, a slow storage and others made "
        "the jobs longer that ended in the window (kpis: network)",
        "SELECT longer / 3.6e12 * gpus / run.nodes FROM (SELECT total(j.nodes * "
        "(n.placement_ns + n.storage_ns + n.lost_links_ns + n.sharing_ns)) AS longer "
        "FROM job_network n JOIN job_record j ON j.idx = n.idx "
        "WHERE j.end_ns >= (SELECT from_ns FROM kpi_window)), network_total, run "
        "WHERE gpus > 0"},
    // The effect of a loss begins with the number of nodes that went down.
    KpiRow{"work", "mtbf", "h", Better::higher, "MTBF, system",
           "hours of the window / failures in it: `lose` events, random failures and trips of a "
           "group's racks with which a node went down; NULL without any (kpis: work, MTBF)",
           "SELECT length_s / 3600 / nullif((SELECT count(*) FROM event_log "
           "WHERE kind IN ('lose', 'trip') AND CAST(effect AS INTEGER) > 0 AND at_ns >= from_ns), "
           "0) FROM kpi_window"},
    KpiRow{"work", "effective_time", "%", Better::higher, "Effective time",
           "of jobs with checkpoints, in the whole run: node-hours of work that is not done twice "
           "/ node-hours from their first start to their end, waits between attempts included "
           "(ETTR of arXiv 2410.21680; Llama 3's effective training time)",
           "SELECT 100 * sum(nodes * useful_s) / sum(nodes * span_s) FROM job_work"},
    KpiRow{"work", "checkpoint_overhead", "%", Better::lower, "Checkpoint overhead",
           "of jobs with checkpoints, in the whole run: node-hours in which their work stood "
           "still for finished checkpoints / node-hours of all attempts (kpis: work)",
           "SELECT 100 * sum(nodes * writing_s) / sum(nodes * run_s) FROM job_work"},
    KpiRow{"work", "restart_overhead", "%", Better::lower, "Restart overhead",
           "of jobs with checkpoints, in the whole run: node-hours in which attempts restarted "
           "before their work went on / node-hours of all attempts",
           "SELECT 100 * sum(nodes * restarting_s) / sum(nodes * run_s) FROM job_work"},
    KpiRow{"work", "job_mtbf", "h", Better::higher, "MTBF, jobs with checkpoints",
           "hours of their attempts / interruptions of them, in the whole run; NULL without any "
           "(kpis: work, MTBF)",
           "SELECT sum(run_s) / 3600 / nullif(sum(interruptions), 0) FROM job_work"},
    KpiRow{"work", "checkpoint_interval", "s", Better::neither, "Young/Daly interval",
           "sqrt(2 C M) with C what a checkpoint takes, mean over the node-hours of jobs with "
           "checkpoints, and M the MTBF of these jobs in this run (Young 1974; kpis: work)",
           "SELECT sqrt(2 * sum(nodes * run_s * write_s) / sum(nodes * run_s) "
           "* sum(run_s) / nullif(sum(interruptions), 0)) FROM job_work"},
    KpiRow{"work", "energy_per_gpu_hour", "kWh", Better::lower, "Site energy per GPU-hour",
           "E_DC / GPU-hours allocated (kpis: work)",
           "SELECT dc_j / 3.6e6 / (held_node_s / 3600 * gpus / nodes) FROM energy_total, run "
           "WHERE gpus > 0"},
    KpiRow{"work", "cost_per_gpu_hour", "EUR", Better::lower, "Electricity cost per GPU-hour",
           "cost of electricity / GPU-hours allocated (kpis: work)",
           "SELECT (SELECT sum(amount_eur) FROM bill_line) / (held_node_s / 3600 * gpus / nodes) "
           "FROM energy_total, run WHERE gpus > 0"},
    KpiRow{"work", "carbon_per_gpu_hour", "kg", Better::lower, "CO2 per GPU-hour",
           "location-based and life-cycle / GPU-hours allocated (kpis: work)",
           "SELECT carbon_life_cycle_g / 1e3 / (held_node_s / 3600 * gpus / nodes) "
           "FROM energy_total, run WHERE gpus > 0"},
    KpiRow{
        "work", "energy_delay", "kWh h", Better::lower, "Energy-delay product",
        "mean of energy at the nodes' plugs x run time, over jobs that completed or were "
        "killed at their limit in the window; energy and time of all their attempts (kpis: work, "
        "EDP)",
        "SELECT energy_delay_js / 3.6e6 / 3600 FROM job_total WHERE (SELECT has_power FROM run)"},

    KpiRow{"network", "link_load_mean", "%", Better::neither, "Link load, mean",
           "what flows / capacity of the links between groups that jobs share, mean over the "
           "window and all of them (kpis: network)",
           "SELECT 100 * load_mean FROM network_total"},
    KpiRow{"network", "link_load_p99", "%", Better::lower, "Link load, P99",
           "99th percentile of their means over intervals in the window, nearest rank, to 0.01 % "
           "(kpis: network)",
           "SELECT 100 * load_p99 FROM network_total"},
    KpiRow{"network", "storage_read_load", "%", Better::neither, "Storage read load",
           "what jobs read / bandwidth of the storage, mean over the window",
           "SELECT 100 * storage_read FROM network_total"},
    KpiRow{"network", "storage_write_load", "%", Better::neither, "Storage write load",
           "what jobs write / bandwidth of the storage, mean over the window",
           "SELECT 100 * storage_write FROM network_total"},
};

std::vector<KpiRow> all_rows() {
    std::vector<KpiRow> table(rows.begin(), rows.end());
    const std::span<const KpiRow> more = measured_kpis();
    table.insert(table.end(), more.begin(), more.end());
    return table;
}

}  // namespace

std::string_view to_text(Better better) {
    switch (better) {
        case Better::higher:
            return "higher";
        case Better::lower:
            return "lower";
        case Better::neither:
            return "neither";
    }
    return {};
}

std::span<const KpiRow> kpi_table() {
    static const std::vector<KpiRow> table = all_rows();
    return table;
}

const KpiRow* find_kpi(std::string_view name) {
    for (const auto& row : kpi_table())
        if (row.name == name)
            return &row;
    return nullptr;
}

std::vector<std::optional<double>> compute_kpis(SQLite::Database& db) {
    // Views that many KPIs ask are evaluated once; a temporary table goes before the view.
    constexpr std::array views = {"kpi_window",    "window_total", "energy_total",
                                  "cooling_range", "job_total",    "job_work"};
    for (const char* view : views) {
        db.exec(fmt::format("DROP TABLE IF EXISTS temp.{}", view));
        db.exec(fmt::format("CREATE TEMP TABLE {0} AS SELECT * FROM main.{0}", view));
    }
    std::vector<std::optional<double>> values;
    for (const auto& row : kpi_table()) {
        SQLite::Statement query(db, std::string(row.sql));
        values.emplace_back();
        if (query.executeStep() && !query.getColumn(0).isNull())
            values.back() = query.getColumn(0).getDouble();
    }
    for (const char* view : views)
        db.exec(fmt::format("DROP TABLE temp.{}", view));
    return values;
}

}  // namespace twin
