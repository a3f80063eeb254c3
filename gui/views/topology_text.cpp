// What a TopologyCanvas says of a place, of the chosen job and of what is lost.
#include <algorithm>

#include "gui/look/figures.h"
#include "gui/run/job_store.h"
#include "gui/views/topology_canvas.h"

namespace twin {
namespace {

constexpr std::size_t named = 6;

}  // namespace

QString TopologyCanvas::group_name(int group) const {
    if (network_ && group == network_->storage_group)
        return tr("group %1, the storage's").arg(group + 1);
    return tr("group %1").arg(group + 1);
}

QString TopologyCanvas::job_title(int idx) const {
    const SharedJobs& jobs = RunJobs::of(*workspace_.a()).jobs();
    const auto row = jobs ? jobs->row_of(idx) : std::nullopt;
    return row ? jobs->title_of(*row) : tr("job %1").arg(idx);
}

QString TopologyCanvas::describe(TopologyPlace place) const {
    if (!network_ || place.kind == TopologyPlace::Kind::nothing || now_.empty())
        return {};
    // The links of groups come first, in the order of the groups.
    const NetworkLink& link = network_->links[place.index];
    QString title;
    switch (link.kind) {
        case NetworkLink::Kind::group:
            title = tr("All links of %1 to the others").arg(group_name(link.a));
            break;
        case NetworkLink::Kind::pair:
            title = (is_one_way(link) ? tr("Links from %1 to %2") : tr("Links between %1 and %2"))
                        .arg(group_name(link.a), group_name(link.b));
            break;
        case NetworkLink::Kind::storage_read:
            title = tr("Reading from the storage");
            break;
        case NetworkLink::Kind::storage_write:
            title = tr("Writing to the storage");
            break;
    }
    const LinkNow& now = now_[place.index];
    QString text = (is_one_way(link) ? tr("%1: %2 of %3 (%4)") : tr("%1: %2 of %3 each way (%4)"))
                       .arg(title, rate_text(now.flow_b_s), rate_text(now.capacity_b_s),
                            figure_in(100 * now.load(), "%"));
    if (now.service.left < 1)
        text += (mean_ ? tr("; at worst %1 of its bandwidth left: %2")
                       : tr("; %1 of its bandwidth left: %2"))
                    .arg(figure_in(100 * now.service.left, "%"),
                         losses(place).join(QStringLiteral(", ")));
    if (!link.shares)
        text += tr("; jobs do not share them under this routing");
    const std::vector<int> rows = jobs_at(place);
    if (rows.empty() || mean_)
        return text;
    QStringList names;
    const Occupancy& jobs = state_.machine(MachineState::Which::a)->jobs;
    for (std::size_t i = 0; i < std::min(rows.size(), named); ++i)
        names +=
            tr("%1 (%2 nodes)").arg(job_title(jobs.job(rows[i]).idx)).arg(jobs.job(rows[i]).nodes);
    if (rows.size() > named)
        names += tr("%1 more").arg(rows.size() - named);
    return text + u'\n' + tr("Jobs that send there: %1").arg(names.join(QStringLiteral(", ")));
}

bool TopologyCanvas::is_lossy(std::size_t link) const {
    return now_[link].service.lost > 0;
}

QString TopologyCanvas::left_text(std::size_t index) const {
    const NetworkLink& link = network_->links[index];
    const LinkService& service = now_[index].service;
    const int left = service.parts - service.lost;
    if (link.kind == NetworkLink::Kind::group)
        return tr("%1 of %2 spine switches left in %3")
            .arg(left)
            .arg(service.parts)
            .arg(group_name(link.a));
    return tr("%1 of %2 cables left between %3 and %4")
        .arg(left)
        .arg(service.parts)
        .arg(group_name(link.a), group_name(link.b));
}

// What is lost of a pair's cables, or of the spine switches of its groups; of a group all that
// ends there.
bool TopologyCanvas::concerns(std::size_t lossy, TopologyPlace place) const {
    if (place.kind == TopologyPlace::Kind::nothing)
        return true;
    const NetworkLink& lost = network_->links[lossy];
    const NetworkLink& link = network_->links[place.index];
    if (link.kind == NetworkLink::Kind::group)
        return lost.a == link.a || lost.b == link.a;
    if (lost.kind == NetworkLink::Kind::group)
        return lost.a == link.a || lost.a == link.b;
    return std::minmax(lost.a, lost.b) == std::minmax(link.a, link.b);
}

QStringList TopologyCanvas::losses(TopologyPlace place) const {
    QStringList words;
    int more = 0;
    for (std::size_t i = 0; i < now_.size(); ++i) {
        const NetworkLink& link = network_->links[i];
        // Both ways to the storage's group are the same cables.
        if (!is_lossy(i) || !concerns(i, place) ||
            (link.kind == NetworkLink::Kind::pair && link.a > link.b))
            continue;
        if (words.size() < qsizetype(named))
            words += left_text(i);
        else
            ++more;
    }
    if (more > 0)
        words += tr("%1 more").arg(more);
    return words;
}

QString TopologyCanvas::describe_losses(std::optional<int> group) const {
    if (!network_ || (group && std::size_t(*group) >= now_.size()))
        return {};
    const QStringList words = losses(
        group ? TopologyPlace{TopologyPlace::Kind::group, std::size_t(*group)} : TopologyPlace{});
    if (words.isEmpty())
        return {};
    return (mean_ ? tr("Lost, at worst: %1.") : tr("Lost: %1."))
        .arg(words.join(QStringLiteral(", ")));
}

QString TopologyCanvas::describe_job() const {
    const auto row = chosen_row();
    if (!row || !network_)
        return {};
    const Machine& machine = *state_.machine(MachineState::Which::a);
    const PlacedJob job = machine.jobs.job(*row);
    const std::vector<NodeCount> held = nodes_of(row);
    QStringList places;
    for (std::size_t g = 0; g < held.size(); ++g)
        if (held[g] > 0)
            places += tr("%1 in %2").arg(held[g]).arg(group_name(int(g)));
    QString text = tr("Chosen: %1, %2 nodes: %3.")
                       .arg(job_title(job.idx))
                       .arg(job.nodes)
                       .arg(places.join(QStringLiteral(", ")));
    const SlowedJob* const slowed = network_->slowed_job(job.idx);
    if (slowed == nullptr)
        return text + u' ' + tr("The network did not slow it.");
    if (slowed->placement_s > 0)
        text += u' ' + tr("It ran %1 longer because of how its nodes lie.")
                           .arg(span_of_time(slowed->placement_s));
    if (slowed->placement_s < 0)
        text += u' ' + tr("It ran %1 less because of how its nodes lie.")
                           .arg(span_of_time(-slowed->placement_s));
    if (slowed->storage_s > 0)
        text += u' ' + tr("It ran %1 longer because the storage gave no more.")
                           .arg(span_of_time(slowed->storage_s));
    if (slowed->lost_links_s > 0)
        text +=
            u' ' +
            tr("It ran %1 longer because links were lost.").arg(span_of_time(slowed->lost_links_s));
    if (slowed->sharing_s > 0)
        text += u' ' + tr("It ran %1 longer because others used its links.")
                           .arg(span_of_time(slowed->sharing_s));
    if (slowed->by >= 0)
        text += u' ' + tr("Dashed rings: the groups of %1.").arg(job_title(slowed->by));
    if (slowed->by >= 0)
        text +=
            u' ' +
            tr("Most of it, %1, beside %2.").arg(span_of_time(slowed->by_s), job_title(slowed->by));
    return text;
}

}  // namespace twin
