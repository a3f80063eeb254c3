#include "gui/tables/job_query.h"

#include <QLocale>
#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <numeric>

namespace twin {
namespace {

struct Keyed {
    std::uint64_t key;
    JobRow row;
};

// Numbers as unsigned ones in the same order, nothing last.
std::uint64_t ordered(double value, bool descending) {
    if (std::isnan(value))
        return ~std::uint64_t(0);
    const auto bits = std::bit_cast<std::uint64_t>(value == 0 ? 0.0 : value);
    const std::uint64_t sign = std::uint64_t(1) << 63;
    const std::uint64_t rising = bits & sign ? ~bits : bits | sign;
    return descending ? ~rising - 1 : rising;
}

// By digits of eleven bits, the lowest first; a digit that all share is passed over. Keeps the
// order of equal keys.
void radix_sort(std::vector<Keyed>& keyed) {
    constexpr int bits = 11, digits = 6;
    constexpr std::size_t buckets = 1 << bits;
    std::vector<std::array<std::uint32_t, buckets>> counts(digits);
    for (const Keyed& entry : keyed)
        for (int digit = 0; digit < digits; ++digit)
            ++counts[std::size_t(digit)][(entry.key >> (bits * digit)) & (buckets - 1)];
    std::vector<Keyed> other(keyed.size());
    for (int digit = 0; digit < digits; ++digit) {
        auto& count = counts[std::size_t(digit)];
        if (std::find(count.begin(), count.end(), keyed.size()) != count.end())
            continue;
        std::exclusive_scan(count.begin(), count.end(), count.begin(), 0U);
        for (const Keyed& entry : keyed)
            other[count[(entry.key >> (bits * digit)) & (buckets - 1)]++] = entry;
        keyed.swap(other);
    }
}

void sort_by_number(const JobStore& jobs, const JobQuery& query, std::vector<JobRow>& rows) {
    std::vector<Keyed> keyed;
    keyed.reserve(rows.size());
    for (const JobRow row : rows)
        keyed.push_back({ordered(sort_key(jobs, row, query.by, query.at_s, query.starts.get()),
                                 query.descending),
                         row});
    radix_sort(keyed);
    std::transform(keyed.begin(), keyed.end(), rows.begin(),
                   [](const Keyed& entry) { return entry.row; });
}

void sort_by_name(const JobStore& jobs, bool descending, std::vector<JobRow>& rows) {
    std::stable_sort(rows.begin(), rows.end(), [&](JobRow a, JobRow b) {
        return descending ? jobs.name_of(b) < jobs.name_of(a) : jobs.name_of(a) < jobs.name_of(b);
    });
}

bool holds_text(const JobStore& jobs, JobRow row, const std::string& text) {
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.begin(), digits.end(),
                                   jobs.log_id[row] >= 0 ? jobs.log_id[row] : jobs.idx[row])
                         .ptr;
    const std::string_view number(digits.data(), std::size_t(end - digits.data()));
    if (number.find(text) != std::string_view::npos)
        return true;
    const std::string_view name = jobs.name_of(row);
    const auto same = [](char a, char b) { return std::tolower(a) == std::tolower(b); };
    return !name.empty() &&
           std::search(name.begin(), name.end(), text.begin(), text.end(), same) != name.end();
}

bool runs_on(const JobStore& jobs, JobRow row, const NodeRange& nodes) {
    const auto spans = jobs.spans_of(row);
    return std::any_of(spans.begin(), spans.end(), [&](const NodeRange& span) {
        return span.first < nodes.first + nodes.count && nodes.first < span.first + span.count;
    });
}

bool is_wanted(JobQuery::What what, JobPhase phase) {
    switch (what) {
        case JobQuery::What::waiting:
            return phase == JobPhase::waiting;
        case JobQuery::What::running:
            return phase == JobPhase::running;
        case JobQuery::What::finished:
            return phase == JobPhase::ended;
        case JobQuery::What::all:
            break;
    }
    return true;
}

}  // namespace

std::vector<JobRow> find_jobs(const JobStore& jobs, const JobQuery& query) {
    std::vector<JobRow> rows;
    const std::string text = query.text.trimmed().toStdString();
    for (JobRow row = 0; row < jobs.size(); ++row) {
        if (!is_wanted(query.what, jobs.phase_at(row, query.at_s)))
            continue;
        if ((query.size_class && jobs.class_of(row) != *query.size_class) ||
            (query.cause && jobs.cause[row] != *query.cause) ||
            (query.state && jobs.state[row] != *query.state) ||
            (query.on && !runs_on(jobs, row, *query.on)) ||
            (!text.empty() && !holds_text(jobs, row, text)))
            continue;
        rows.push_back(row);
    }
    if (query.by == JobColumn::job && !jobs.letters.empty())
        sort_by_name(jobs, query.descending, rows);
    else
        sort_by_number(jobs, query, rows);
    return rows;
}

double ran_s(const JobStore& jobs, JobRow row, double at_s) {
    return std::max(std::min(at_s, jobs.end_s[row]) - jobs.start_s[row], 0.0);
}

double sort_key(const JobStore& jobs, JobRow row, JobColumn column, double at_s,
                const StartPrediction* starts) {
    const double nothing = std::numeric_limits<double>::quiet_NaN();
    const bool waits = column >= JobColumn::likely && column <= JobColumn::miss &&
                       jobs.phase_at(row, at_s) == JobPhase::waiting;
    const StartEstimate* const estimate = waits && starts != nullptr ? starts->of(row) : nullptr;
    const double next = waits ? next_start(jobs, row, at_s) : JobStore::never;
    switch (column) {
        case JobColumn::job:
            return double(jobs.log_id[row] >= 0 ? jobs.log_id[row] : jobs.idx[row]);
        case JobColumn::nodes:
            return jobs.nodes[row];
        case JobColumn::submitted:
            return jobs.submit_s[row];
        case JobColumn::waited:
            return jobs.waited_s(row, at_s);
        case JobColumn::why:
            return double(jobs.cause[row]);
        case JobColumn::likely:
            return estimate != nullptr ? estimate->likely_s : nothing;
        case JobColumn::latest:
            return estimate != nullptr ? estimate->latest_s : nothing;
        case JobColumn::recorded:
            return next < JobStore::never ? next : nothing;
        case JobColumn::miss:
            return estimate != nullptr && next < JobStore::never ? next - estimate->likely_s
                                                                 : nothing;
        case JobColumn::started:
            return jobs.start_s[row] <= at_s ? jobs.start_s[row] : nothing;
        case JobColumn::ran:
            return jobs.start_s[row] <= at_s ? ran_s(jobs, row, at_s) : nothing;
        case JobColumn::limit:
            return double(jobs.limit_s[row]);
        case JobColumn::state: {
            const JobPhase phase = jobs.phase_at(row, at_s);
            return phase == JobPhase::ended ? 10 + double(jobs.state[row]) : double(phase);
        }
        case JobColumn::backfilled:
            return jobs.start_s[row] <= at_s ? double(jobs.backfilled[row]) : nothing;
        case JobColumn::placement:
            return jobs.slowed_by.empty() ? nothing : double(jobs.placement_s[row]);
        case JobColumn::storage:
            return jobs.slowed_by.empty() ? nothing : double(jobs.storage_s[row]);
        case JobColumn::lost_links:
            return jobs.slowed_by.empty() ? nothing : double(jobs.lost_links_s[row]);
        case JobColumn::sharing:
            return jobs.slowed_by.empty() ? nothing : double(jobs.sharing_s[row]);
        case JobColumn::beside:
            return jobs.slowed_by.empty() || jobs.slowed_by[row] < 0 ? nothing
                                                                     : double(jobs.slowed_by[row]);
        case JobColumn::grid:
            return jobs.has_grid ? double(jobs.grid_kwh[row]) : nothing;
        case JobColumn::cost:
            return jobs.has_cost ? double(jobs.cost_eur[row]) : nothing;
        case JobColumn::carbon:
            return jobs.has_carbon ? double(jobs.carbon_kg[row]) : nothing;
        case JobColumn::column_count:
            break;
    }
    return nothing;
}

WaitReason::WaitReason(const JobStore& jobs, double at_s)
    : jobs_(jobs), at_s_(at_s), free_nodes_(std::llround(jobs.free_at(at_s))) {
    for (JobRow row = 0; row < jobs.size() && !first_; ++row)
        if (jobs.phase_at(row, at_s) == JobPhase::waiting)
            first_ = row;
}

QString WaitReason::of(JobRow row) const {
    const QLocale locale;
    const JobPhase phase = jobs_.phase_at(row, at_s_);
    if (phase == JobPhase::absent)
        return {};
    if (phase == JobPhase::waiting) {
        const QString free = locale.toString(qlonglong(free_nodes_));
        if (jobs_.nodes[row] > free_nodes_)
            return tr("too few free nodes: %1 free of %2")
                .arg(free, locale.toString(jobs_.nodes[row]));
        if (jobs_.cause[row] == WaitCause::power)
            return tr("the power cap leaves no room, although %1 nodes are free").arg(free);
        if (first_ && *first_ != row)
            return tr("waits its turn behind %1, although %2 nodes are free")
                .arg(jobs_.title_of(*first_), free);
        return tr("the policy's order, although %1 nodes are free").arg(free);
    }
    if (jobs_.waited_s(row, at_s_) <= 0)
        return tr("did not wait");
    switch (jobs_.cause[row]) {
        case WaitCause::none:
            break;
        case WaitCause::nodes:
            return tr("there were too few free nodes when it came");
        case WaitCause::order:
            return tr("nodes were free, the policy kept them for a job before it");
        case WaitCause::power:
            return tr("nodes were free, the power cap left no room");
    }
    return jobs_.requeues[row] > 0 ? tr("it was put back after its nodes were lost")
                                   : tr("the file does not say");
}

}  // namespace twin
