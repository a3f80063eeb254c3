// When those that wait will start: asked for on the reading thread, told above the table.
#include <QLabel>

#include "gui/look/figures.h"
#include "gui/views/queue_view.h"

namespace twin {
namespace {

Passing passing_of(const RunFacts& facts) {
    for (const Setting& setting : facts.settings)
        if (setting.path == "scheduling.policy")
            return setting.value == "fcfs"           ? Passing::nobody
                   : setting.value == "conservative" ? Passing::holes
                                                     : Passing::not_first;
    return Passing::not_first;
}

bool is_capped(const RunFacts& facts) {
    for (const LimitRecord& limit : facts.limits)
        if (limit.name == "power_cap")
            return true;
    return false;
}

}  // namespace

void QueueView::predict() {
    const RunFacts* const facts = workspace().facts_a();
    const SharedJobs jobs = model_->jobs();
    const double at = workspace().time().play_head();
    if (JobQuery::What(what_->checkedId()) != JobQuery::What::waiting ||
        facts->summary.is_growing() || asked_at_s_ == at)
        return;
    asked_at_s_ = at;
    workspace().a()->ask<SharedStarts>(
        this, QStringLiteral("starts"),
        [jobs, at, nodes = in_service(*facts, at),
         passing = passing_of(*facts)](const ResultStore&) -> SharedStarts {
            return std::make_shared<const StartPrediction>(
                predict_starts(*jobs, at, nodes, passing));
        },
        [this, jobs](SharedStarts starts) {
            if (jobs != model_->jobs())
                return;
            starts_ = std::move(starts);
            refresh();
        });
}

QString QueueView::about_starts() const {
    if (JobQuery::What(what_->checkedId()) != JobQuery::What::waiting)
        return {};
    const RunFacts& facts = *workspace().facts_a();
    if (facts.summary.is_growing())
        return tr(
            "Starts are estimated for runs that have come to their end: the file of this one "
            "does not hold all that wait.");
    if (!starts_ || (starts_->estimates.empty() && starts_->too_large == 0))
        return {};
    QStringList text;
    text += starts_->ended == 0
                ? tr("Estimated starts: no job has ended yet, so all are taken to run as long as "
                     "their wall times allow.")
                : tr("Estimated starts: from the queue's order, the nodes in service and wall "
                     "times, of which the %1 that have ended ran %2 on average (likely) or may "
                     "run all (latest).")
                      .arg(figure(double(starts_->ended), "jobs"),
                           figure(100 * starts_->mean_share, "%"));
    if (is_capped(facts))
        text += tr("The power cap, which may delay them further, is not counted.");
    if (starts_->too_large > 0)
        text += tr("Those that ask for more nodes than are in service have no estimate.");
    if (starts_->too_far > 0)
        text += tr("Only the first %1 of the queue have one.")
                    .arg(figure(double(StartPrediction::most_jobs), "jobs"));
    const Hindsight seen = look_back(*model_->jobs(), *starts_);
    if (seen.started > 0)
        text += tr("What the recorded run did: of %1 that it started, %2 between likely and "
                   "latest, %3 earlier, %4 later; half of them within %5 of likely.")
                    .arg(figure(double(seen.started), "jobs"), figure(double(seen.within), ""),
                         figure(double(seen.early), ""), figure(double(seen.late), ""),
                         span_of_time(seen.median_miss_s));
    return text.join(u' ');
}

}  // namespace twin
