#include "gui/run/job_store.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>
#include <tuple>

namespace twin {
namespace {

constexpr double per_s = 1e9;  // ns

template <class T>
std::size_t bytes_of(const std::vector<T>& column) {
    return column.capacity() * sizeof(T);
}

std::int64_t count_jobs(const ResultStore& store) {
    auto rows = store.query("SELECT count(*) FROM job_record");
    return rows.next() ? rows.integer(0) : 0;
}

void reserve(JobStore& jobs, std::size_t count) {
    jobs.idx.reserve(count);
    for (auto* const column : {&jobs.submit_s, &jobs.start_s, &jobs.end_s})
        column->reserve(count);
    for (auto* const column :
         {&jobs.limit_s, &jobs.gpu_utilisation, &jobs.grid_kwh, &jobs.cost_eur, &jobs.carbon_kg})
        column->reserve(count);
    jobs.nodes.reserve(count);
    jobs.state.reserve(count);
    jobs.cause.reserve(count);
    jobs.backfilled.reserve(count);
    jobs.requeues.reserve(count);
    jobs.log_id.reserve(count);
    jobs.first_span.reserve(count + 1);
    jobs.spans.reserve(count);
}

void read_columns(const ResultStore& store, JobStore& jobs) {
    auto rows = store.query(
        "SELECT idx, submit_ns, start_ns, end_ns, limit_ns, nodes, state, wait_cause, backfilled, "
        "requeues, gpu_utilisation, grid_energy_j, cost_eur, carbon_life_cycle_g, log_id, name, "
        "node_ranges FROM job_record ORDER BY idx");
    const auto seconds = [&rows](int column) {
        return rows.is_null(column) ? JobStore::never : double(rows.integer(column)) / per_s;
    };
    jobs.first_span.push_back(0);
    std::vector<std::uint32_t> first_letter = {0};
    while (rows.next()) {
        jobs.idx.push_back(std::int32_t(rows.integer(0)));
        jobs.submit_s.push_back(seconds(1));
        jobs.start_s.push_back(seconds(2));
        jobs.end_s.push_back(seconds(3));
        jobs.limit_s.push_back(float(seconds(4)));
        jobs.nodes.push_back(std::int32_t(rows.integer(5)));
        jobs.state.push_back(JobState(rows.integer(6)));
        jobs.cause.push_back(WaitCause(rows.integer(7)));
        jobs.backfilled.push_back(rows.integer(8) != 0);
        jobs.requeues.push_back(std::uint8_t(std::min<std::int64_t>(rows.integer(9), 255)));
        jobs.gpu_utilisation.push_back(float(rows.real(10)));
        jobs.grid_kwh.push_back(float(rows.real(11) / 3.6e6));
        jobs.cost_eur.push_back(float(rows.real(12)));
        jobs.carbon_kg.push_back(float(rows.real(13) / 1e3));
        jobs.log_id.push_back(rows.is_null(14) ? -1 : rows.integer(14));
        jobs.letters += rows.text(15);
        first_letter.push_back(std::uint32_t(jobs.letters.size()));
        append_spans(rows.text(16), jobs.spans);
        jobs.first_span.push_back(std::uint32_t(jobs.spans.size()));
    }
    if (!jobs.letters.empty())
        jobs.first_letter = std::move(first_letter);
    jobs.spans.shrink_to_fit();
}

void read_lost(const ResultStore& store, JobStore& jobs) {
    const bool placed = places_lost_attempts(store);
    auto rows =
        store.query(std::string("SELECT idx, start_ns, lost_ns, ") +
                    (placed ? "node_ranges" : "''") + " FROM lost_attempt ORDER BY idx, attempt");
    while (rows.next()) {
        const auto row = jobs.row_of(int(rows.integer(0)));
        if (!row)
            continue;
        JobStore::Attempt attempt{*row, double(rows.integer(1)) / per_s,
                                  double(rows.integer(2)) / per_s,
                                  std::uint32_t(jobs.lost_spans.size()), 0};
        append_spans(rows.text(3), jobs.lost_spans);
        attempt.spans = std::uint32_t(jobs.lost_spans.size()) - attempt.first_span;
        jobs.lost.push_back(attempt);
    }
}

void read_network(const ResultStore& store, JobStore& jobs) {
    const std::vector<std::string> tables = store.tables();
    if (std::find(tables.begin(), tables.end(), "job_network") == tables.end())
        return;  // written before networks were simulated
    auto links = store.query("SELECT EXISTS (SELECT 1 FROM link)");
    jobs.has_network = links.next() && links.integer(0) != 0;
    auto rows = store.query(
        "SELECT idx, placement_ns, storage_ns, lost_links_ns, sharing_ns, "
        "slowed_most_by FROM job_network");
    const std::array columns = {&jobs.placement_s, &jobs.storage_s, &jobs.lost_links_s,
                                &jobs.sharing_s};
    while (rows.next()) {
        const auto row = jobs.row_of(int(rows.integer(0)));
        if (!row)
            continue;
        if (jobs.slowed_by.empty()) {
            for (auto* const column : columns)
                column->assign(jobs.size(), 0);
            jobs.slowed_by.assign(jobs.size(), -1);
        }
        for (std::size_t i = 0; i < columns.size(); ++i)
            (*columns[i])[*row] = float(double(rows.integer(int(i) + 1)) / per_s);
        if (!rows.is_null(5))
            jobs.slowed_by[*row] = std::int32_t(rows.integer(5));
    }
}

void read_site(const ResultStore& store, JobStore& jobs) {
    {
        auto rows = store.query("SELECT interval_s FROM run");
        if (rows.next())
            jobs.interval_s = std::max(rows.real(0), 1e-3);
    }
    {
        auto rows = store.query("SELECT available_nodes FROM series_site ORDER BY interval");
        while (rows.next())
            jobs.available_nodes.push_back(float(rows.real(0)));
    }
    {
        auto rows =
            store.query("SELECT name, min_nodes FROM size_class WHERE id > 0 ORDER BY min_nodes");
        while (rows.next())
            jobs.size_classes.push_back({std::string(rows.text(0)), NodeCount(rows.integer(1))});
    }
    auto rows = store.query(
        "SELECT EXISTS (SELECT 1 FROM series_plant) OR EXISTS (SELECT 1 FROM series_energy), "
        "EXISTS (SELECT 1 FROM series_energy), EXISTS (SELECT 1 FROM series_energy WHERE "
        "carbon_life_cycle_g_kwh > 0)");
    if (rows.next()) {
        jobs.has_grid = rows.integer(0) != 0;
        jobs.has_cost = rows.integer(1) != 0;
        jobs.has_carbon = rows.integer(2) != 0;
    }
}

// Of an attempt that was lost the job goes back into the queue, unless it failed with it: then the
// attempt is the job's last and its columns tell of it.
void tally(JobStore& jobs) {
    std::vector<Tally::Entry> queued, started, stopped;
    for (auto* const entries : {&queued, &started, &stopped})
        entries->reserve(jobs.size() + jobs.lost.size());
    for (JobRow row = 0; row < jobs.size(); ++row)
        queued.push_back({jobs.submit_s[row], jobs.nodes[row]});
    for (const JobRow row : jobs.by_start) {
        started.push_back({jobs.start_s[row], jobs.nodes[row]});
        if (jobs.end_s[row] < JobStore::never)
            stopped.push_back({jobs.end_s[row], jobs.nodes[row]});
    }
    for (const JobStore::Attempt& attempt : jobs.lost) {
        if (attempt.start_s == jobs.start_s[attempt.row])
            continue;
        const std::int32_t nodes = jobs.nodes[attempt.row];
        started.push_back({attempt.start_s, nodes});
        stopped.push_back({attempt.lost_s, nodes});
        queued.push_back({attempt.lost_s, nodes});
    }
    jobs.queued = Tally(std::move(queued));
    jobs.started = Tally(std::move(started));
    jobs.stopped = Tally(std::move(stopped));
}

}  // namespace

Tally::Tally(std::vector<Entry> entries) {
    const auto earlier = [](const Entry& a, const Entry& b) { return a.at_s < b.at_s; };
    // Mostly they are in order already.
    if (!std::is_sorted(entries.begin(), entries.end(), earlier))
        std::sort(entries.begin(), entries.end(), earlier);
    at_s_.reserve(entries.size());
    nodes_.reserve(entries.size() + 1);
    nodes_.push_back(0);
    for (const Entry& entry : entries) {
        at_s_.push_back(entry.at_s);
        nodes_.push_back(nodes_.back() + entry.nodes);
    }
}

Tally::Count Tally::until(double seconds) const {
    if (at_s_.empty())
        return {};
    const auto count = std::upper_bound(at_s_.begin(), at_s_.end(), seconds) - at_s_.begin();
    return {count, nodes_[std::size_t(count)]};
}

std::size_t Tally::bytes() const {
    return bytes_of(at_s_) + bytes_of(nodes_);
}

std::optional<JobRow> JobStore::row_of(int job) const {
    const auto found = std::lower_bound(idx.begin(), idx.end(), job);
    if (found == idx.end() || *found != job)
        return std::nullopt;
    return JobRow(found - idx.begin());
}

std::string_view JobStore::name_of(JobRow row) const {
    if (first_letter.empty())
        return {};
    return std::string_view(letters).substr(first_letter[row],
                                            first_letter[row + 1] - first_letter[row]);
}

QString JobStore::title_of(JobRow row) const {
    const std::string_view name = name_of(row);
    if (!name.empty())
        return QString::fromUtf8(name.data(), qsizetype(name.size()));
    return RunJobs::tr("job %1").arg(log_id[row] >= 0 ? log_id[row] : idx[row]);
}

std::span<const JobStore::Attempt> JobStore::lost_of(JobRow row) const {
    if (requeues[row] == 0)
        return {};
    const auto [first, end] =
        std::equal_range(lost.begin(), lost.end(), Attempt{row, 0, 0},
                         [](const Attempt& a, const Attempt& b) { return a.row < b.row; });
    return {lost.data() + (first - lost.begin()), std::size_t(end - first)};
}

JobPhase JobStore::phase_at(JobRow row, double seconds) const {
    if (seconds < submit_s[row])
        return JobPhase::absent;
    if (seconds >= end_s[row])
        return JobPhase::ended;
    if (seconds >= start_s[row])
        return JobPhase::running;
    for (const Attempt& attempt : lost_of(row))
        if (seconds >= attempt.start_s && seconds < attempt.lost_s)
            return JobPhase::running;
    return JobPhase::waiting;
}

int JobStore::class_of(JobRow row) const {
    const auto above = std::upper_bound(
        size_classes.begin(), size_classes.end(), nodes[row],
        [](NodeCount count, const SizeClass& size_class) { return count < size_class.least; });
    return std::max(int(above - size_classes.begin()) - 1, 0);
}

double JobStore::waited_s(JobRow row, double seconds) const {
    double waited = std::min({seconds, start_s[row], end_s[row]}) - submit_s[row];
    for (const Attempt& attempt : lost_of(row))
        if (is_earlier(attempt) && attempt.start_s < seconds)
            waited -= std::min(attempt.lost_s, seconds) - attempt.start_s;
    return std::max(waited, 0.0);
}

JobStore::Queue JobStore::queue_at(double seconds) const {
    const Tally::Count in = queued.until(seconds), on = started.until(seconds),
                       off = stopped.until(seconds);
    Queue queue{in.jobs - on.jobs, in.nodes - on.nodes, on.jobs - off.jobs, on.nodes - off.nodes,
                0};
    if (!available_nodes.empty()) {
        const auto interval = std::size_t(std::max(seconds, 0.0) / interval_s);
        const double available = available_nodes[std::min(interval, available_nodes.size() - 1)];
        queue.free_nodes = std::max(std::round(available) - double(queue.busy_nodes), 0.0);
    }
    return queue;
}

std::size_t JobStore::bytes() const {
    std::size_t sum = bytes_of(idx) + bytes_of(nodes) + bytes_of(state) + bytes_of(cause) +
                      bytes_of(backfilled) + bytes_of(requeues) + bytes_of(log_id) +
                      bytes_of(first_span) + bytes_of(spans) + bytes_of(first_letter) +
                      letters.capacity() + bytes_of(lost) + bytes_of(by_start) +
                      bytes_of(available_nodes) + bytes_of(slowed_by) + queued.bytes() +
                      started.bytes() + stopped.bytes();
    for (const auto* const column : {&submit_s, &start_s, &end_s})
        sum += bytes_of(*column);
    for (const auto* const column : {&limit_s, &gpu_utilisation, &grid_kwh, &cost_eur, &carbon_kg,
                                     &placement_s, &storage_s, &lost_links_s, &sharing_s})
        sum += bytes_of(*column);
    return sum;
}

JobStore read_jobs(const ResultStore& store) {
    JobStore jobs;
    reserve(jobs, std::size_t(count_jobs(store)));
    read_columns(store, jobs);
    read_lost(store, jobs);
    read_network(store, jobs);
    read_site(store, jobs);
    jobs.by_start.resize(jobs.size());
    std::iota(jobs.by_start.begin(), jobs.by_start.end(), 0);
    std::erase_if(jobs.by_start, [&](JobRow row) { return jobs.start_s[row] == JobStore::never; });
    std::stable_sort(jobs.by_start.begin(), jobs.by_start.end(),
                     [&](JobRow a, JobRow b) { return jobs.start_s[a] < jobs.start_s[b]; });
    tally(jobs);
    return jobs;
}

bool places_lost_attempts(const ResultStore& store) {
    auto rows = store.query(
        "SELECT count(*) FROM pragma_table_info('lost_attempt') WHERE name = 'node_ranges'");
    return rows.next() && rows.integer(0) > 0;
}

void append_spans(std::string_view text, std::vector<NodeRange>& spans) {
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at < end) {
        std::int32_t first = 0, last = 0;
        at = std::from_chars(at, end, first).ptr;
        last = first;
        if (at < end && *at == '-')
            at = std::from_chars(at + 1, end, last).ptr;
        if (last >= first)
            spans.push_back({first, last - first + 1});
        if (at == end || *at != ',')
            return;
        ++at;
    }
}

RunJobs::RunJobs(OpenRun& run) : QObject(&run), run_(run) {
    connect(&run_, &OpenRun::grown, this, [this] {
        if (wanted_)
            read();
    });
}

RunJobs& RunJobs::of(OpenRun& run) {
    auto* const there = run.findChild<RunJobs*>(QString(), Qt::FindDirectChildrenOnly);
    return there != nullptr ? *there : *new RunJobs(run);
}

void RunJobs::want() {
    if (wanted_)
        return;
    wanted_ = true;
    read();
}

void RunJobs::read() {
    using Answer = std::pair<SharedJobs, Occupancy>;
    run_.ask<Answer>(
        this, QStringLiteral("jobs"),
        [](const ResultStore& store) -> Answer {
            auto jobs = std::make_shared<const JobStore>(read_jobs(store));
            return {jobs, Occupancy(jobs)};
        },
        [this](Answer answer) {
            std::tie(jobs_, occupancy_) = std::move(answer);
            emit changed();
        });
}

}  // namespace twin
