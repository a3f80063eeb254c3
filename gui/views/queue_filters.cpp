// The filters of the queue's table: a menu adds them, their chips take them away.
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>
#include <algorithm>

#include "gui/look/result_texts.h"
#include "gui/views/queue_view.h"

namespace twin {

void QueueView::add_chip(Chip chip) {
    std::erase_if(chips_, [&](const Chip& other) { return other.kind == chip.kind; });
    chips_.push_back(std::move(chip));
    fill_chips();
    refresh();
}

void QueueView::remove_chip(Chip::Kind kind) {
    std::erase_if(chips_, [kind](const Chip& chip) { return chip.kind == kind; });
    fill_chips();
    refresh();
}

void QueueView::fill_chips() {
    while (QLayoutItem* const item = chip_row_->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    for (const Chip& chip : chips_) {
        auto* const button = new QToolButton;
        button->setText(tr("%1  ×").arg(chip.title));
        button->setToolTip(tr("Remove this filter"));
        button->setAccessibleName(tr("Remove the filter %1").arg(chip.title));
        connect(button, &QToolButton::clicked, this,
                [this, kind = chip.kind] { remove_chip(kind); });
        chip_row_->addWidget(button);
    }
}

void QueueView::fill_menu() {
    menu_->clear();
    if (!model_->jobs())
        return;
    QMenu* const sizes = menu_->addMenu(tr("Size class"));
    int number = 0;
    for (const JobStore::SizeClass& row : model_->jobs()->size_classes) {
        const QString title = tr("%1 nodes").arg(QString::fromStdString(row.name));
        sizes->addAction(title, this, [this, title, number] {
            add_chip({Chip::Kind::size_class, title,
                      [number](JobQuery& query) { query.size_class = number; }});
        });
        ++number;
    }
    QMenu* const causes = menu_->addMenu(tr("Cause of waiting"));
    for (const WaitCause cause :
         {WaitCause::none, WaitCause::nodes, WaitCause::order, WaitCause::power})
        causes->addAction(wait_cause_text(cause), this, [this, cause] {
            add_chip({Chip::Kind::cause, wait_cause_text(cause),
                      [cause](JobQuery& query) { query.cause = cause; }});
        });
    QMenu* const ends = menu_->addMenu(tr("State at the run's end"));
    for (const JobState state : {JobState::waiting, JobState::running, JobState::completed,
                                 JobState::killed_at_limit, JobState::failed})
        ends->addAction(job_state_text(state), this, [this, state] {
            add_chip({Chip::Kind::state, job_state_text(state),
                      [state](JobQuery& query) { query.state = state; }});
        });
    const Selected chosen = workspace().selection().current();
    const RunFacts& facts = *workspace().facts_a();
    const auto& places = chosen.kind == Selected::Kind::group ? facts.groups : facts.racks;
    const bool is_place =
        (chosen.kind == Selected::Kind::group || chosen.kind == Selected::Kind::rack) &&
        std::size_t(chosen.index) < places.size();
    const Place* const place = is_place ? &places[std::size_t(chosen.index)] : nullptr;
    QAction* const here = menu_->addAction(
        place != nullptr ? tr("On %1").arg(result_text(place->name))
                         : tr("On the chosen rack or group (choose one in another view)"));
    here->setEnabled(place != nullptr);
    if (place != nullptr)
        connect(here, &QAction::triggered, this,
                [this, title = here->text(), nodes = NodeRange{place->first_node, place->nodes}] {
                    add_chip(
                        {Chip::Kind::place, title, [nodes](JobQuery& query) { query.on = nodes; }});
                });
}

}  // namespace twin
