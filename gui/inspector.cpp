#include "gui/inspector.h"

#include <QGridLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

#include "gui/look/figures.h"
#include "gui/sparkline.h"

namespace twin {

Inspector::Inspector(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      workspace_(workspace),
      state_(MachineState::of(workspace)),
      title_(new QLabel),
      plot_(new Sparkline(workspace)) {
    setAccessibleName(tr("Inspector"));
    QFont large = title_->font();
    large.setPointSizeF(large.pointSizeF() * 1.25);
    large.setBold(true);
    title_->setFont(large);
    title_->setWordWrap(true);
    title_->setTextFormat(Qt::PlainText);
    title_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* const rows = new QWidget;
    auto* const column = new QVBoxLayout(rows);
    column->setContentsMargins(10, 8, 10, 8);
    column->setSpacing(8);
    column->addWidget(title_);
    grid_ = new QGridLayout;
    grid_->setHorizontalSpacing(10);
    grid_->setVerticalSpacing(4);
    grid_->setColumnStretch(1, 1);
    column->addLayout(grid_);
    column->addWidget(plot_);
    column->addStretch(1);
    auto* const scroll = new QScrollArea;
    scroll->setAccessibleName(tr("Facts about what is chosen"));
    scroll->setWidget(rows);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* const all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(scroll);
    connect(&workspace.selection(), &Selection::changed, this, &Inspector::take_selection);
    connect(&state_, &MachineState::read, this, &Inspector::take_selection);
    connect(&state_, &MachineState::moved, this, &Inspector::show_now);
    connect(&workspace, &Workspace::facts_changed, this, &Inspector::show_now);
    connect(&workspace, &Workspace::theme_changed, this, &Inspector::show_now);
    take_selection();
}

void Inspector::take_selection() {
    const Selected chosen = workspace_.selection().current();
    job_missing_ = false;
    if (chosen.kind != Selected::Kind::job || !job_ || job_->idx != chosen.index)
        job_.reset();
    if (chosen.kind == Selected::Kind::job && workspace_.facts_a() != nullptr) {
        const int idx = chosen.index;
        workspace_.a()->ask<std::optional<JobDetails>>(
            this, QStringLiteral("job"),
            [idx](const ResultStore& store) { return read_job(store, idx); },
            [this, chosen](std::optional<JobDetails> job) {
                if (workspace_.selection().current() != chosen)
                    return;
                job_missing_ = !job;
                job_ = std::move(job);
                show_now();
            });
    }
    show_plot();
    show_now();
}

Inspection Inspector::inspect() const {
    const Selected chosen = workspace_.selection().current();
    const RunFacts* const facts = workspace_.facts_a();
    const auto sentence = [](const QString& text) { return Inspection{text, {}}; };
    if (workspace_.a() == nullptr)
        return sentence(tr("No run is open."));
    if (facts == nullptr)
        return sentence(tr("The run's file is being read."));
    if (chosen.kind == Selected::Kind::job) {
        if (job_)
            return inspect_job(*facts, *job_, workspace_.time().play_head());
        return sentence(job_missing_ ? tr("The file does not hold job %1 (yet).").arg(chosen.index)
                                     : tr("Job %1 is being read.").arg(chosen.index));
    }
    if (state_.machine(MachineState::Which::a) == nullptr)
        return sentence(tr("The run's file is being read."));
    Inspection said = inspect_place(MachineState::Which::a, *facts);
    if (workspace_.facts_b() != nullptr && state_.machine(MachineState::Which::b) != nullptr)
        said = beside_b(std::move(said));
    return said;
}

Inspection Inspector::beside_b(Inspection a) const {
    const RunFacts& facts = *workspace_.facts_b();
    if (workspace_.time().play_head() > facts.end_s)
        a.add(tr("Run B"), tr("has ended, %1").arg(moment(facts.summary.start, facts.end_s)));
    else
        set_beside(a, inspect_place(MachineState::Which::b, facts));
    return a;
}

Inspection Inspector::inspect_place(MachineState::Which run, const RunFacts& facts) const {
    const Selected chosen = workspace_.selection().current();
    const Machine& machine = *state_.machine(run);
    const MachineNow& now = *state_.now(run);
    const auto is_of = [&](const auto& things) {
        return chosen.index >= 0 && std::size_t(chosen.index) < things.size();
    };
    if (chosen.kind == Selected::Kind::group && is_of(machine.site.groups))
        return inspect_group(machine, now, chosen.index);
    if (chosen.kind == Selected::Kind::rack && is_of(machine.site.racks))
        return inspect_rack(machine, now, chosen.index);
    if (chosen.kind == Selected::Kind::node && is_of(now.job_of_node))
        return inspect_node(machine, now, chosen.index);
    return inspect_site(facts, machine, now);
}

void Inspector::show_now() {
    write(inspect());
}

// Labels stay: the play head moves often.
void Inspector::write(const Inspection& said) {
    const auto put = [](QLabel* label, const QString& text) {
        if (label->text() != text)
            label->setText(text);
    };
    put(title_, said.title);
    while (labels_.size() < said.rows.size()) {
        auto* const name = new QLabel;
        auto* const value = new QLabel;
        name->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        value->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        name->setWordWrap(true);
        value->setWordWrap(true);
        name->setTextFormat(Qt::PlainText);
        value->setTextFormat(Qt::PlainText);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        const int row = int(labels_.size());
        grid_->addWidget(name, row, 0);
        grid_->addWidget(value, row, 1);
        labels_.emplace_back(name, value);
    }
    QPalette quiet = palette();
    quiet.setColor(QPalette::WindowText, workspace_.theme().color(Tone::muted));
    for (std::size_t i = 0; i < labels_.size(); ++i) {
        const auto& [name, value] = labels_[i];
        const bool used = i < said.rows.size();
        if (used) {
            put(name, said.rows[i].first);
            put(value, said.rows[i].second);
            value->setAccessibleName(said.rows[i].first);
            name->setPalette(quiet);
        }
        if (name->isHidden() == used) {
            name->setVisible(used);
            value->setVisible(used);
        }
    }
}

// The power of the chosen rack, or the water of the chosen group; of a node its rack's.
void Inspector::show_plot() {
    const Selected chosen = workspace_.selection().current();
    Sparkline::Shown shown;
    for (const auto& [which, points] : {std::pair(MachineState::Which::a, &shown.a),
                                        std::pair(MachineState::Which::b, &shown.b)}) {
        const Machine* const machine = state_.machine(which);
        if (machine == nullptr || chosen.index < 0 || chosen.index >= machine->site.nodes)
            continue;
        if (chosen.kind == Selected::Kind::group) {
            *points = machine->group_return(chosen.index);
            shown.title = tr("Water out of racks");
            shown.unit = "degC";
        } else if (chosen.kind == Selected::Kind::rack || chosen.kind == Selected::Kind::node) {
            const int rack = chosen.kind == Selected::Kind::rack
                                 ? chosen.index
                                 : machine->site.rack_of(chosen.index);
            *points = machine->rack_power(rack);
            if (std::size_t(rack) < machine->rack_limit_w.size())
                shown.limit = machine->rack_limit_w[std::size_t(rack)];
            shown.title = tr("Power of the rack");
            shown.unit = "W";
        }
    }
    plot_->setVisible(!shown.a.values.empty());
    plot_->show_series(std::move(shown));
}

}  // namespace twin
