#include "gui/views/training_view.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QFormLayout>
#include <QGroupBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QTableView>
#include <QThreadPool>
#include <QVBoxLayout>
#include <memory>
#include <tuple>

#include "gui/look/figures.h"
#include "gui/run/run_process.h"
#include "gui/tables/table_page.h"
#include "gui/tables/training_tables.h"
#include "gui/views/share_bar.h"

namespace twin {
namespace {

constexpr int rest_ms = 250;

std::vector<BarPart> bar_parts(const std::vector<TrainingPart>& parts, const char* unit) {
    std::vector<BarPart> out;
    for (const TrainingPart& part : parts)
        out.push_back({part_text(part.name), figure(part.value, unit), part.value});
    return out;
}

// Underlined letters part pairs that a font sets closer: the words take a little more room.
void widen_labels(QFormLayout& form) {
    constexpr int room = 4;
    for (int row = 0; row < form.rowCount(); ++row)
        if (auto* const label = form.itemAt(row, QFormLayout::LabelRole))
            label->widget()->setMinimumWidth(label->widget()->sizeHint().width() + room);
}

// Plans of the one are plans of the other.
bool is_of_one_task(const TrainingQuestion& x, const TrainingQuestion& y) {
    return std::tie(x.model, x.site, x.gpus, x.sequence, x.batch, x.precision, x.gpu_cap) ==
           std::tie(y.model, y.site, y.gpus, y.sequence, y.batch, y.precision, y.gpu_cap);
}

// As high as its rows: the page scrolls, not the table.
void show_all_rows(QTableView& table, QScrollArea& page) {
    table.setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    const auto fit = [&table] {
        const int rows = table.model()->rowCount();
        table.setFixedHeight(table.horizontalHeader()->sizeHint().height() +
                             rows * table.verticalHeader()->defaultSectionSize() + 2);
    };
    QObject::connect(table.model(), &QAbstractItemModel::modelReset, &table, fit);
    fit();
    QObject::connect(table.selectionModel(), &QItemSelectionModel::currentChanged, &page,
                     [&table, &page](const QModelIndex& row) {
                         const QPoint at = table.visualRect(row).center();
                         page.ensureVisible(0, table.viewport()->mapTo(page.widget(), at).y());
                     });
}

QSpinBox* spin_box(int most) {
    auto* const box = new QSpinBox;
    box->setRange(1, most);
    return box;
}

}  // namespace

TrainingView::TrainingView(Workspace& workspace)
    : View(workspace), process_(new TrainingProcess(RunProcess::program_beside_this_one(), this)) {
    auto* const body = new QWidget;
    auto* const row = new QHBoxLayout(body);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(make_fields());
    row->addWidget(make_results(), 1);
    body->setFocusProxy(model_);
    soon_.setSingleShot(true);
    soon_.setInterval(rest_ms);
    connect(&soon_, &QTimer::timeout, this, [this] { ask(false); });
    connect(process_, &TrainingProcess::answered, this, &TrainingView::take);
    connect(process_, &TrainingProcess::refused, this, &TrainingView::refuse);
    connect(&workspace, &Workspace::theme_changed, this, [this] {
        memory_->set_theme(theme());
        step_->set_theme(theme());
        figures_->set_theme(theme().name());
        plans_->set_theme(theme().name());
    });
    set_body(body);
}

QWidget* TrainingView::make_fields() {
    const auto combo = [&](const QString& name) {
        auto* const box = new QComboBox;
        box->setAccessibleName(name);
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(18);
        connect(box, &QComboBox::currentIndexChanged, this, &TrainingView::ask_soon);
        return box;
    };
    const auto spin = [&](const QString& name, int most) {
        auto* const box = spin_box(most);
        box->setAccessibleName(name);
        connect(box, &QSpinBox::valueChanged, this, &TrainingView::ask_soon);
        return box;
    };
    const auto line = [&](const QString& name, const QString& text, const QString& example) {
        auto* const edit = new QLineEdit(text);
        edit->setAccessibleName(name);
        edit->setPlaceholderText(example);
        connect(edit, &QLineEdit::textEdited, this, &TrainingView::ask_soon);
        return edit;
    };
    auto* const column = new QVBoxLayout;
    auto* const task = new QFormLayout;
    task->addRow(tr("&Model"), model_ = combo(tr("Model")));
    task->addRow(tr("Mac&hine"), machine_ = combo(tr("Machine")));
    task->addRow(tr("&GPUs"), gpus_ = spin(tr("GPUs"), 1'000'000));
    task->addRow(tr("&Sequence, tokens"), sequence_ = spin(tr("Sequence, tokens"), 10'000'000));
    task->addRow(tr("&Batch, sequences"), batch_ = spin(tr("Batch, sequences"), 1'000'000));
    task->addRow(tr("P&recision"), precision_ = combo(tr("Precision")));
    task->addRow(tr("&Tokens in all"),
                 tokens_ = line(tr("Tokens in all"), QStringLiteral("1 Ttoken"),
                                QStringLiteral("15 Ttoken")));
    task->addRow(tr("Cap on a GP&U"),
                 gpu_cap_ = line(tr("Cap on a GPU"), {}, QStringLiteral("600 W")));
    widen_labels(*task);
    column->addLayout(task);

    auto* const box = new QGroupBox(tr("Plan"));
    auto* const plan = new QFormLayout(box);
    plan->addRow(tr("T&ensor"), tensor_ = spin(tr("Tensor parallelism"), 4096));
    plan->addRow(tr("&Context"), context_ = spin(tr("Context parallelism"), 4096));
    plan->addRow(tr("Pipe&line"), pipeline_ = spin(tr("Pipeline stages"), 4096));
    plan->addRow(tr("E&xpert"), expert_ = spin(tr("Expert parallelism"), 4096));
    plan->addRow(tr("Chun&ks a stage"), chunks_ = spin(tr("Chunks a stage"), 256));
    plan->addRow(tr("M&icro batch"), micro_batch_ = spin(tr("Micro batch, sequences"), 1024));
    plan->addRow(tr("Copies of the model"), copies_ = new QLabel);
    recompute_ = combo(tr("Recomputation"));
    recompute_->addItem(tr("none"), QString());
    recompute_->addItem(tr("selective"), QStringLiteral("selective"));
    recompute_->addItem(tr("full"), QStringLiteral("full"));
    plan->addRow(tr("Recomp&ute"), recompute_);
    sharding_ = combo(tr("What the copies divide"));
    sharding_->addItem(tr("optimiser states"), QStringLiteral("optimiser"));
    sharding_->addItem(tr("and gradients"), QStringLiteral("gradients"));
    sharding_->addItem(tr("and weights"), QStringLiteral("weights"));
    sharding_->addItem(tr("nothing"), QStringLiteral("none"));
    plan->addRow(tr("Copies &divide"), sharding_);
    widen_labels(*plan);
    column->addWidget(box);
    fastest_ = new QPushButton(tr("&Find the fastest plan"));
    fastest_->setToolTip(tr("Try all plans that divide these GPUs and fit into their memory."));
    connect(fastest_, &QPushButton::clicked, this, [this] { ask(true); });
    column->addWidget(fastest_);
    add_ = new QPushButton(tr("Add to the scenario as a &job"));
    add_->setToolTip(
        tr("Adds a job that trains this, by this plan, to the scenario that is open."));
    connect(add_, &QPushButton::clicked, this, &TrainingView::add_to_scenario);
    connect(&workspace().document(), &ScenarioDocument::file_changed, this,
            [this] { add_->setEnabled(answer_ && workspace().document().is_open()); });
    add_->setEnabled(false);
    column->addWidget(add_);
    column->addStretch();
    connect(model_, &QComboBox::currentIndexChanged, this, &TrainingView::take_model);
    connect(machine_, &QComboBox::currentIndexChanged, this, &TrainingView::take_machine);

    auto* const fields = new QWidget;
    fields->setLayout(column);
    auto* const scroll = new QScrollArea;
    scroll->setWidget(fields);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFixedWidth(fields->sizeHint().width() + 40);
    scroll->setFocusPolicy(Qt::NoFocus);
    return scroll;
}

QWidget* TrainingView::make_results() {
    drawing_ = new QWidget;
    drawing_->setAutoFillBackground(true);
    drawing_->setBackgroundRole(QPalette::Base);
    heading_ = new QLabel;
    heading_->setWordWrap(true);
    sentence_ = new QLabel;
    sentence_->setWordWrap(true);
    sentence_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    memory_ = new ShareBar(theme());
    step_ = new ShareBar(theme());
    figures_ = new CellTable(training_figure_headings(), theme().name(), this);
    plans_ = new CellTable(training_plan_headings(), theme().name(), this);
    searched_ = new QLabel;
    searched_->setWordWrap(true);
    command_ = new QLabel;
    command_->setWordWrap(true);
    command_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    command_->setToolTip(tr("The same on the command line."));
    auto* const column = new QVBoxLayout(drawing_);
    column->setContentsMargins(16, 10, 16, 10);
    column->setSpacing(8);
    column->addWidget(heading_);
    column->addWidget(sentence_);
    column->addWidget(step_);
    column->addWidget(memory_);
    figures_view_ = table_page(*figures_, tr("What the training takes"), 2);
    column->addWidget(figures_view_);
    plans_view_ = table_page(*plans_, tr("The fastest plans"), 0);
    connect(plans_view_, &QTableView::activated, this, [this](const QModelIndex& shown) {
        const int row = model_row(shown);
        if (row >= 0 && row < int(best_.size())) {
            fill_plan(best_[std::size_t(row)].plan);
            ask(false);
        }
    });
    column->addWidget(searched_);
    column->addWidget(plans_view_);
    column->addStretch();
    column->addWidget(command_);
    searched_->hide();
    plans_view_->hide();
    auto* const scroll = new QScrollArea;
    scroll->setWidget(drawing_);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    for (QTableView* const view : {figures_view_, plans_view_})
        show_all_rows(*view, *scroll);
    return scroll;
}

void TrainingView::showEvent(QShowEvent* event) {
    View::showEvent(event);
    if (asked_for_choices_)
        return;
    asked_for_choices_ = true;
    heading_->setText(tr("The catalogue is being read."));
    const QPointer<TrainingView> here(this);
    QThreadPool::globalInstance()->start([here] {
        auto choices = std::make_shared<TrainingChoices>(training_choices());
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [here, choices] {
                if (here)
                    here->take_choices(std::move(*choices));
            },
            Qt::QueuedConnection);
    });
}

void TrainingView::take_choices(TrainingChoices choices) {
    choices_ = std::move(choices);
    filling_ = true;
    for (const TrainingChoices::Model& model : choices_.models)
        model_->addItem(model.name, model.id);
    for (const TrainingChoices::Machine& machine : choices_.machines)
        machine_->addItem(machine.name, machine.id);
    for (const QString& precision : choices_.precisions)
        precision_->addItem(precision, precision);
    // The first machine of the house, and a model that was trained on such nodes.
    model_->setCurrentIndex(std::max(0, model_->findData(QStringLiteral("apertus-70b"))));
    machine_->setCurrentIndex(std::max(0, machine_->findData(QStringLiteral("jupiter-booster"))));
    precision_->setCurrentIndex(std::max(0, precision_->findData(QStringLiteral("bf16"))));
    gpus_->setValue(std::min(4096, gpus_->maximum()));
    tensor_->setValue(4);
    pipeline_->setValue(8);
    chunks_->setValue(5);
    filling_ = false;
    ask(false);
}

void TrainingView::take_model() {
    const auto i = std::size_t(model_->currentIndex());
    if (i >= choices_.models.size())
        return;
    const QSignalBlocker no_sequence(sequence_), no_batch(batch_);
    if (choices_.models[i].sequence > 0)
        sequence_->setValue(choices_.models[i].sequence);
    if (choices_.models[i].batch > 0)
        batch_->setValue(choices_.models[i].batch);
}

void TrainingView::take_machine() {
    const auto i = std::size_t(machine_->currentIndex());
    if (i >= choices_.machines.size())
        return;
    const QSignalBlocker quiet(gpus_);
    gpus_->setMaximum(choices_.machines[i].gpus);
    gpus_->setSingleStep(choices_.machines[i].gpus_per_node);
}

TrainingQuestion TrainingView::question() const {
    TrainingQuestion q;
    q.model = model_->currentData().toString();
    q.site = machine_->currentData().toString();
    q.gpus = gpus_->value();
    q.sequence = sequence_->value();
    q.batch = batch_->value();
    q.precision = precision_->currentData().toString();
    q.tokens = tokens_->text().trimmed();
    q.gpu_cap = gpu_cap_->text().trimmed();
    q.tensor = tensor_->value();
    q.context = context_->value();
    q.pipeline = pipeline_->value();
    q.expert = expert_->value();
    q.chunks = chunks_->value();
    q.micro_batch = micro_batch_->value();
    q.recompute = recompute_->currentData().toString();
    q.sharding = sharding_->currentData().toString();
    return q;
}

void TrainingView::ask_soon() {
    if (!filling_ && !choices_.models.empty())
        soon_.start();
}

void TrainingView::ask(bool search) {
    soon_.stop();
    TrainingQuestion wanted = question();
    wanted.search = searching_ = search;
    if (search || !is_of_one_task(wanted, searched_for_))
        best_.clear();
    if (search)
        searched_for_ = wanted;
    command_->setText(wanted.command());
    fastest_->setEnabled(!search);
    const int model = tensor_->value() * context_->value() * pipeline_->value();
    copies_->setText(gpus_->value() % model == 0 ? QString::number(gpus_->value() / model)
                                                 : tr("not a whole number"));
    process_->ask(wanted);
}

void TrainingView::fill_plan(const TrainingPlan& plan) {
    filling_ = true;
    tensor_->setValue(plan.tensor);
    context_->setValue(plan.context);
    pipeline_->setValue(plan.pipeline);
    expert_->setValue(plan.expert);
    chunks_->setValue(plan.chunks);
    micro_batch_->setValue(plan.micro_batch);
    copies_->setText(QString::number(plan.data));
    recompute_->setCurrentIndex(std::max(0, recompute_->findData(plan.recompute)));
    sharding_->setCurrentIndex(std::max(0, sharding_->findData(plan.sharding)));
    filling_ = false;
}

void TrainingView::take(const TrainingAnswer& answer) {
    answer_ = answer;
    refusal_.clear();
    fastest_->setEnabled(true);
    if (searching_) {
        best_ = answer.best;
        fill_plan(answer.plan);
        QString text = tr("The fastest of %1 plans that fit; %2 do not fit.")
                           .arg(answer.timed)
                           .arg(answer.too_large);
        if (!answer.slower.empty())
            text += u' ' + tr("The others lose most by: %1.").arg(counts(answer.slower));
        if (!answer.impossible.empty())
            text += u' ' + tr("Ways to divide the GPUs that are not possible: %1.")
                               .arg(counts(answer.impossible));
        searched_->setText(text);
    }
    sentence_->setText(answer.assumptions.join(u' '));
    sentence_->setForegroundRole(QPalette::PlaceholderText);
    heading_->setText(tr("<b>%1</b> on %2 GPUs of %3: a step of %4 takes %5")
                          .arg(answer.model.toHtmlEscaped(), QLocale().toString(answer.gpus),
                               answer.machine.toHtmlEscaped(),
                               tr("%1 sequences of %2 tokens")
                                   .arg(QLocale().toString(batch_->value()),
                                        QLocale().toString(sequence_->value())),
                               figure(answer.step_total, "s")));
    fill_bars();
    fill_tables();
    emit ready();
}

void TrainingView::refuse(const QString& sentences) {
    answer_.reset();
    refusal_ = sentences;
    fastest_->setEnabled(true);
    heading_->setText(tr("This cannot be trained:"));
    sentence_->setText(sentences);
    sentence_->setForegroundRole(QPalette::WindowText);
    fill_bars();
    fill_tables();
    emit ready();
}

// The sentence is all there is to say of what cannot be trained.
void TrainingView::fill_bars() {
    add_->setEnabled(answer_ && workspace().document().is_open());
    for (QWidget* const shown : std::initializer_list<QWidget*>{memory_, step_, figures_view_})
        shown->setVisible(answer_.has_value());
    if (!answer_) {
        memory_->set_parts({}, {});
        step_->set_parts({}, {});
        return;
    }
    step_->set_parts(tr("One step, %1").arg(figure(answer_->step_total, "s")),
                     bar_parts(answer_->step_s, "s"));
    memory_->set_parts(
        tr("Memory of the fullest GPU, %1").arg(figure(answer_->memory_total, "byte")),
        bar_parts(answer_->memory_bytes, "byte"), answer_->gpu_memory_bytes,
        tr("of %1").arg(figure(answer_->gpu_memory_bytes, "byte")));
}

void TrainingView::fill_tables() {
    figures_->set_rows(answer_ ? training_figure_rows(*answer_) : std::vector<CellTable::Row>());
    plans_->set_rows(training_plan_rows(best_));
    searched_->setVisible(!best_.empty());
    plans_view_->setVisible(!best_.empty());
}

void TrainingView::add_to_scenario() {
    ScenarioDocument& document = workspace().document();
    if (!answer_ || !document.is_open())
        return;
    searched_->setText(tr("The scenario has the job now: its page shows it."));
    const auto refusal =
        connect(&document, &ScenarioDocument::refused, searched_, &QLabel::setText);
    document.add_item(ListRow{"training", "job", "", question().job(answer_->nodes)});
    disconnect(refusal);
    searched_->show();
}

QWidget& TrainingView::picture() {
    return *drawing_;
}

bool TrainingView::write_csv(QIODevice& out) const {
    if (!answer_)
        return false;
    CellTable table(training_figure_headings(), theme().name());
    std::vector<CellTable::Row> rows = training_figure_rows(*answer_);
    const std::vector<CellTable::Row> parts = training_part_rows(*answer_);
    rows.insert(rows.end(), parts.begin(), parts.end());
    table.set_rows(std::move(rows));
    write_table_csv(table, out);
    return true;
}

}  // namespace twin
