#include "tests/sim/results/tiny_run.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unistd.h>

#include "sim/results/result_store.h"
#include "sim/results/run_file.h"

namespace twin {

TemporaryFile::TemporaryFile(const std::string& name)
    : path_(std::filesystem::temp_directory_path() /
            ("twin-results-" + std::to_string(getpid()) + "-" + name)) {
    remove_run_file(path_);
}

TemporaryFile::~TemporaryFile() {
    remove_run_file(path_);
}

SimDuration seconds(std::int64_t s) {
    return std::chrono::seconds(s);
}

SimTime at_second(std::int64_t s) {
    return sim_start + seconds(s);
}

std::map<std::string, std::optional<double>> kpis_of(const std::filesystem::path& file) {
    std::map<std::string, std::optional<double>> values;
    for (const Kpi& kpi : ResultStore(file).kpis())
        values[kpi.name] = kpi.value;
    return values;
}

Site tiny_site() {
    Site site;
    site.id = "tiny";
    site.name = "Tiny site";
    site.node_name = "n-{rack:02}-{slot:02}";
    site.nodes = 12;
    site.it_power_limit = Figure<Power>{8 * kilowatt, Evidence::assumption, "for the test"};
    auto part = std::make_shared<RackPart>();
    part->id = "four-nodes";
    part->node.gpus.value = 2;
    part->power_limit = Figure<Power>{3 * kilowatt, Evidence::assumption, "for the test"};
    for (int i = 0; i < 3; ++i)
        site.racks.push_back({i + 1, part, i * 4, 4, i / 2});
    site.groups.push_back({"group 1", 0, 2, 0, 8});
    site.groups.push_back({"group 2", 2, 1, 8, 4});
    return site;
}

Site flat_site(NodeCount nodes) {
    Site site;
    site.id = "flat";
    site.name = "Flat pool";
    site.nodes = nodes;
    site.has_power = false;
    site.racks.push_back({1, nullptr, 0, nodes, 0});
    site.groups.push_back({"all", 0, 1, 0, nodes});
    return site;
}

RunInfo tiny_info() {
    using namespace std::chrono;
    RunInfo info;
    info.title = "Seven jobs";
    info.description = "Worked out by hand.";
    info.scenario_path = "scenarios/tiny.toml";
    info.scenario_text = "title = \"Seven jobs\"\n";
    info.settings = {{"scheduling.policy", "easy", "tiny.toml:9"},
                     {"scheduling.placement", "lowest_first", "default"}};
    info.inputs = {{"data/tiny.swf", std::string(64, 'a'), 1234}};
    info.seed = 7;
    info.program_version = "0.1.0";
    info.start = sys_days(year(2024) / 4 / 7);
    info.warm_up = hours(1);
    info.horizon = hours(5);
    info.interval = hours(1);
    return info;
}

JobRecord job_of(JobIndex index, std::int64_t submit, std::int64_t start, std::int64_t end,
                 NodeCount nodes) {
    JobRecord job;
    job.index = index;
    job.log_id = index + 1;
    job.submit = at_second(submit);
    job.start = at_second(start);
    job.end = at_second(end);
    job.run_time = job.end - job.start;
    job.limit = job.run_time;
    job.nodes = nodes;
    job.state = JobState::completed;
    job.wait_cause = start > submit ? WaitCause::nodes : WaitCause::none;
    job.groups = 1;
    job.where = {{0, nodes}};
    return job;
}

void record_tiny_run(Recorder& recorder) {
    recorder.count({"data/tiny.swf", "records", 8});
    recorder.count({"data/tiny.swf", "dropped: larger than the site", 1});

    const auto sample = [&](std::int64_t k, double watts, double busy, double waiting,
                            std::vector<PlaceSample> racks) {
        SiteSample site;
        site.it_power = watts * watt;
        site.it_power_peak = 1.2 * watts * watt;
        site.busy_nodes = busy;
        site.available_nodes = 12;
        site.waiting_jobs = waiting;
        recorder.sample(k, site, {{0.75 * watts * watt, busy}, {0.25 * watts * watt, 0}}, racks);
    };
    const PlaceSample low{300 * watt, 0}, high{2 * kilowatt, 4};
    sample(0, 1000, 4, 0, {low, low, low});

    recorder.job(job_of(0, 0, 0, 1800, 4));
    sample(1, 2000, 8, 1, {low, low, low});
    JobRecord large = job_of(1, 3600, 3600, 7200, 8);
    large.grid_energy = 4.6 * kilowatt_hour;
    large.cost = 0.6 * euro;
    large.carbon_direct = 900 * gram_co2;
    large.carbon_life_cycle = 1200 * gram_co2;
    recorder.job(large);
    sample(2, 5000, 12, 2, {low, high, low});

    JobRecord killed = job_of(2, 4000, 7600, 9400, 12);
    killed.state = JobState::killed_at_limit;
    recorder.job(killed);
    JobRecord shortest = job_of(3, 5000, 9400, 9405, 1);
    shortest.backfilled = true;
    shortest.wait_cause = WaitCause::order;
    shortest.name = "short, \"quoted\"";
    shortest.node_energy = 2 * kilowatt_hour;
    shortest.gpu_energy = 1.5 * kilowatt_hour;
    shortest.slowed = seconds(2);
    shortest.grid_energy = 5 * kilowatt_hour;
    shortest.cost = 0.5 * euro;
    shortest.carbon_direct = 800 * gram_co2;
    shortest.carbon_life_cycle = 1300 * gram_co2;
    shortest.where = {{0, 1}, {4, 4}, {11, 1}};
    recorder.job(shortest);
    recorder.event({at_second(9700), "lose", "rack 3", "4 nodes down, 1 job failed"});
    JobRecord lost = job_of(6, 8000, 9400, 10000, 1);
    lost.state = JobState::failed;
    lost.requeues = 1;
    recorder.job(lost);
    recorder.lost_attempt({6, 1, at_second(8200), at_second(8400), 1, "lose"});
    recorder.lost_attempt({6, 2, at_second(9400), at_second(10000), 1, "lose"});
    sample(3, 3000, 3, 0.5, {low, high, low});
    sample(4, 2000, 1, 0, {high, high, low});

    JobRecord running = job_of(4, 6000, 9405, 29405, 2);
    running.end = sim_never;
    running.state = JobState::running;
    recorder.job(running);
    JobRecord waiting = job_of(5, 7000, 8000, 9000, 12);
    waiting.start = waiting.end = sim_never;
    waiting.state = JobState::waiting;
    waiting.where.clear();
    waiting.groups = 0;
    recorder.job(waiting);

    recorder.limit({"nodes", "nodes", 12, 12, 12, seconds(1800), at_second(7600), ""});
    recorder.limit({"rack_power", "kW", 3, 2, 2.4, {}, sim_never, "rack 2"});
    recorder.limit({"it_power", "kW", 8, 5, 6, {}, sim_never, ""});
}

Recorder::Totals tiny_totals() {
    Recorder::Totals totals;
    totals.end = at_second(5 * 3600);
    totals.it_energy = 12 * kilowatt_hour;  // 2 + 5 + 3 + 2 kW, an hour each
    totals.it_power_peak = 6 * kilowatt;
    totals.busy_node_seconds = 24 * 3600;  // 8 + 12 + 3 + 1 nodes, an hour each
    totals.available_node_seconds = 48 * 3600;
    totals.events = 14;
    return totals;
}

void record_tiny_plant(Recorder& recorder) {
    for (int k = 0; k < 5; ++k) {
        const Power it = std::array{1, 2, 5, 3, 2}[static_cast<std::size_t>(k)] * kilowatt;
        PowerSample power;  // 0.6 + 0.1 + 0.05 + 0.03 + 0.02 = 0.8 of it computes
        power.gpus = 0.6 * it;
        power.cpus = 0.1 * it;
        power.memory = 0.05 * it;
        power.nics = 0.03 * it;
        power.drives = 0.02 * it;
        power.fans = 0.01 * it;
        power.converter_loss = 0.05 * it;
        power.switches = 0.06 * it;
        power.rectifier_loss = 0.05 * it;
        power.fixed = 0.03 * it;
        power.gpu_cap = (k < 3 ? 0 : 500) * watt;
        power.throttled_groups = k == 2 ? 0.5 : 0;
        recorder.power(k, power);

        PlantSample plant;  // 0.1 for cooling, 0.05 lost
        plant.cdu_pumps = 0.01 * it;
        plant.primary_pumps = 0.01 * it;
        plant.cooling_fans = 0.02 * it;
        plant.air_handling = 0.01 * it;
        plant.heat_pump = 0.05 * it;
        plant.transformer_loss = 0.02 * it;
        plant.ups_loss = 0.02 * it;
        plant.distribution_loss = 0.01 * it;
        plant.site = 1.15 * it;
        plant.liquid_heat = 0.9 * it;  // 0.9 + 0.01 = 0.66 + 0.23 + 0.02
        plant.air_heat = 0.1 * it;
        plant.pump_heat = 0.01 * it;
        plant.rejected = 0.66 * it;
        plant.reused = 0.23 * it;
        plant.delivered = 0.28 * it;
        plant.stored = 0.02 * it;
        plant.water = 0.5 * it.in(kilowatt) / 3600 * litre_per_second;  // 0.5 L a kWh
        auto& readings = plant.readings.emplace();
        readings.supply = Temperature::celsius(36 + k);
        readings.return_ = Temperature::celsius(46 + k);
        readings.primary_supply = Temperature::celsius(30 + k);
        readings.primary_return = Temperature::celsius(40 + k);
        readings.dry_bulb = Temperature::celsius(10 + k);
        readings.wet_bulb = Temperature::celsius(8 + k);
        readings.secondary_flow = 5 * litre_per_second;
        readings.primary_flow = 6 * litre_per_second;
        readings.fan_speed = 0.2 * k;
        // Drifts by 0.06 K an interval; opens by 0.005 and then by 0.015.
        const GroupCooling drifts{Temperature::celsius(36 + 0.06 * k), Temperature::celsius(46),
                                  5 * litre_per_second, 0.5};
        const GroupCooling opens{Temperature::celsius(35), Temperature::celsius(45),
                                 4 * litre_per_second,
                                 k < 2    ? 0.5
                                 : k == 2 ? 0.505
                                          : 0.52};
        recorder.plant(k, plant, {drifts, opens});
    }
}

void record_tiny_energy(Recorder& recorder) {
    const EnergyPrice per_mwh = euro / megawatt_hour;
    const CarbonIntensity per_kwh = gram_co2 / kilowatt_hour;
    const auto hour_of = [&](std::int64_t k, double photovoltaics, double battery, double grid,
                             double feed_in, double price, double direct, double cost) {
        EnergySample sample;
        sample.photovoltaics = photovoltaics * kilowatt;
        sample.battery = battery * kilowatt;
        sample.discharged = std::max(-battery, 0.0) * kilowatt;
        sample.battery_loss = 0.1 * std::abs(battery) * kilowatt;
        sample.grid = grid * kilowatt;
        sample.feed_in = feed_in * kilowatt;
        sample.stored = 1 * kilowatt_hour;
        sample.price = price * per_mwh;
        sample.carbon_direct = direct * per_kwh;
        sample.carbon_life_cycle = (direct + 100) * per_kwh;
        sample.cost = cost * euro;
        sample.direct = direct * grid * gram_co2;
        sample.life_cycle = (direct + 100) * grid * gram_co2;
        recorder.energy(k, sample);
    };
    // grid = 1.15 IT - photovoltaics + battery + feed-in; it costs 100 EUR/MWh above the market,
    // 50 EUR/MWh are paid for what is fed in.
    hour_of(0, 0, 0, 1.15, 0, 50, 200, 0.1725);
    hour_of(1, 0, 0.2, 2.5, 0, 100, 300, 0.5);
    hour_of(2, 0.35, 0, 5.4, 0, -20, 100, 0.432);
    hour_of(3, 0, -0.1, 3.35, 0, 80, 400, 0.603);
    hour_of(4, 2.5, 0, 0, 0.2, 40, 300, -0.01);

    // The highest quarter-hour is one of 6 kW in the interval of 5.4 kW.
    // Of the window's 11.25 kWh: 2.5 x 0.1 - 5.4 x 0.02 + 3.35 x 0.08 = 0.41 EUR at the market.
    const double mwh = 0.01125;
    recorder.bill({"energy at the market's price", mwh, "MWh", 0.41 / mwh, 0.41 * euro, ""});
    recorder.bill({"grid fee", mwh, "MWh", 60, 0.675 * euro, ""});
    recorder.bill({"levies", mwh, "MWh", 20, 0.225 * euro, ""});
    recorder.bill({"electricity tax", mwh, "MWh", 20, 0.225 * euro, ""});
    recorder.bill({"fed into the grid", 0.0002, "MWh", -50, -0.01 * euro, ""});
    recorder.bill({"demand charge", 6, "kW", 0.045, 0.27 * euro, "0.046 % of a year's charge"});
    // 1.15 + 11.25 kWh, 1.6975 EUR, 2860 g and 4100 g, less the shares of jobs 1 and 3.
    recorder.unshared({2.8 * kilowatt_hour, 0.5975 * euro, 1160 * gram_co2, 1600 * gram_co2});
    recorder.requirement({"EnEfG section 11 (2) no. 1", "pue_enefg", true, 1.2, "2028-07-01", ""});
    recorder.requirement({"EnEfG section 11 (2) no. 2", "erf", false, 10, "2028-07-01", "reused"});
    recorder.requirement({"EnEfG section 11 (5)", "ref", false, 100, "2027-01-01", ""});
    recorder.requirement({"EnEfG section 12", "heat_exchanged", false, 1, "2027-01-01", ""});
    recorder.limit({"rack_water", "degC", 40, 36, 38, {}, sim_never, ""});
    SiteFacts facts;
    facts.renewable_share = 0.5;
    facts.market_based = 50 * per_kwh;
    facts.embodied_per_year = 8.76 * tonne_co2;
    facts.contract = 8 * kilowatt;
    recorder.facts(facts);
    recorder.violation({at_second(7600), at_second(9400), "power.cap", "kW", 4.5, 5,
                        "the cap fell below what idle nodes draw"});
}

void write_energy_run(const std::filesystem::path& file) {
    const Site site = tiny_site();
    Recorder recorder(file, tiny_info(), site);
    record_tiny_run(recorder);
    record_tiny_plant(recorder);
    record_tiny_energy(recorder);
    recorder.finish(RunStatus::finished, tiny_totals());
}

// Four groups of three nodes, 1 GB/s between each two of them and a file system of 2 GB/s each way;
// in interval k pair i is loaded by (i + k) / 10.
void write_network_run(const std::filesystem::path& file) {
    constexpr auto gigabyte_per_second = Bandwidth::from_si(1e9);
    const Site site = tiny_site();
    Recorder recorder(file, tiny_info(), site);
    std::vector<LinkRecord> links;
    for (int a = 0; a < 4; ++a)
        links.push_back({LinkKind::group,
                         "group " + std::to_string(a + 1),
                         a,
                         -1,
                         3 * gigabyte_per_second,
                         false,
                         {3 * a, 3}});
    for (int a = 0; a < 4; ++a)
        for (int b = a + 1; b < 4; ++b)
            links.push_back({LinkKind::pair,
                             "groups " + std::to_string(a + 1) + " and " + std::to_string(b + 1),
                             a,
                             b,
                             gigabyte_per_second,
                             true,
                             {}});
    links.push_back(
        {LinkKind::storage_read, "storage, read", -1, -1, 2 * gigabyte_per_second, true, {}});
    links.push_back(
        {LinkKind::storage_write, "storage, write", -1, -1, 2 * gigabyte_per_second, true, {}});
    recorder.links(links);
    record_tiny_run(recorder);
    record_tiny_plant(recorder);
    record_tiny_energy(recorder);
    for (int k = 0; k < 5; ++k) {
        std::vector<LinkSample> flows;
        std::vector<double> of_group(4);
        for (int i = 0; i < 6; ++i) {
            const LinkRecord& pair = links[static_cast<std::size_t>(4 + i)];
            of_group[static_cast<std::size_t>(pair.a)] += (i + k) / 10.0;
            of_group[static_cast<std::size_t>(pair.b)] += (i + k) / 10.0;
        }
        for (std::size_t i = 0; i < links.size(); ++i) {
            const double load = i < 4    ? of_group[i] / 3
                                : i < 10 ? (static_cast<double>(i) - 4 + k) / 10
                                         : 0.25;
            flows.push_back({load * links[i].capacity, links[i].capacity});
        }
        recorder.link_flows(k, flows);
    }
    recorder.network({0.45, 0.9, 0.25, 0.25});
    recorder.finish(RunStatus::finished, tiny_totals());
}

void write_tiny_run(const std::filesystem::path& file, RunStatus status) {
    const Site site = tiny_site();
    Recorder recorder(file, tiny_info(), site);
    record_tiny_run(recorder);
    recorder.finish(status, tiny_totals());
}

}  // namespace twin
