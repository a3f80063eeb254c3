#include "gui/views/welcome_view.h"

#include <QFileInfo>
#include <QLabel>
#include <QScrollArea>
#include <QShowEvent>
#include <QVBoxLayout>

#include "gui/run_control.h"
#include "gui/tables/recent_table.h"
#include "gui/views/card_layout.h"
#include "gui/views/lesson_card.h"
#include "gui/views/recent_list.h"
#include "gui/views/scenario_card.h"

namespace twin {
namespace {

constexpr int page_margin = 24;
constexpr int side_width = 312;
constexpr int narrowest_card = 262;
constexpr int widest_card = 420;
constexpr int card_gap = 14;

struct HelpRow {
    const char* who;
    const char* text;  // with links: to a view by its name, or "open"
};
constexpr HelpRow help_rows[] = {
    {QT_TRANSLATE_NOOP("Welcome", "You plan a machine"),
     QT_TRANSLATE_NOOP("Welcome",
                       "Which limit comes first: nodes, power or cooling? Change a "
                       "<a href='scenario'>scenario</a>, run it, and "
                       "<a href='compare'>compare</a> it with the run before.")},
    {QT_TRANSLATE_NOOP("Welcome", "You manage energy"),
     QT_TRANSLATE_NOOP("Welcome",
                       "Where do the megawatts go, and what do they cost? See the "
                       "<a href='sankey'>energy flow</a>, the <a href='bill'>bill</a> and the "
                       "<a href='kpis'>KPIs</a>.")},
    {QT_TRANSLATE_NOOP("Welcome", "You study"),
     QT_TRANSLATE_NOOP("Welcome",
                       "Take a <a href='lessons'>lesson</a>, or run a week, press F5 and watch "
                       "jobs fill the <a href='map'>map</a>. The "
                       "<a href='queue'>queue</a> says why a job waits, the "
                       "<a href='gantt'>Gantt chart</a> where it ran.")},
    {QT_TRANSLATE_NOOP("Welcome", "You have a run's file"),
     QT_TRANSLATE_NOOP("Welcome", "<a href='open'>Open a run…</a> (Ctrl+O)")},
};

QString words_of(const char* text) {
    return QCoreApplication::translate("Welcome", text);
}

QLabel* heading(const QString& text, double scale) {
    auto* const label = new QLabel(text);
    QFont font = label->font();
    font.setBold(true);
    font.setPointSizeF(font.pointSizeF() * scale);
    label->setFont(font);
    return label;
}

QLabel* sentence() {
    auto* const label = new QLabel;
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}

}  // namespace

WelcomeView::WelcomeView(Workspace& workspace)
    : View(workspace),
      scroll_(new QScrollArea),
      content_(new QWidget),
      subtitle_(sentence()),
      no_scenarios_(sentence()),
      no_runs_(sentence()),
      list_(new CellTable({tr("Scenario"), tr("Study"), tr("Simulated time [s]"),
                           tr("Expected run time"), tr("About"), tr("File")},
                          workspace.theme().name(), this)),
      recent_(new RecentTable(this)) {
    pool_.setMaxThreadCount(1);
    subtitle_->setText(
        tr("Simulate an AI datacentre from its jobs to its grid connection, and see what happened, "
           "why, and what it costs."));
    auto* const head = new QVBoxLayout;
    head->setSpacing(2);
    head->addWidget(heading(QStringLiteral("AI Factory Twin"), 1.9));
    head->addWidget(subtitle_);
    auto* const halves = new QHBoxLayout;
    halves->setSpacing(28);
    halves->addWidget(make_scenarios(), 1);
    halves->addWidget(make_side());
    auto* const column = new QVBoxLayout(content_);
    column->setContentsMargins(page_margin, 18, page_margin, page_margin);
    column->setSpacing(18);
    column->addLayout(head);
    column->addLayout(halves, 1);

    scroll_->setWidget(content_);
    scroll_->setWidgetResizable(true);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    connect(&workspace, &Workspace::theme_changed, this, &WelcomeView::apply_theme);
    connect(&workspace, &Workspace::runs_changed, this, &WelcomeView::note_open_runs);
    connect(&workspace, &Workspace::facts_changed, this, &WelcomeView::note_open_runs);
    set_body(scroll_);
    apply_theme();
    read_library();
    read_recent();
}

WelcomeView::~WelcomeView() = default;

QWidget* WelcomeView::make_scenarios() {
    auto* const half = new QWidget;
    auto* const column = new QVBoxLayout(half);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    column->addWidget(heading(tr("Start with a scenario"), 1.2));
    column->addWidget(no_scenarios_);
    no_scenarios_->setText(tr("Looking for scenarios…"));
    auto* const cards = new QWidget;
    card_layout_ = new CardLayout(narrowest_card, widest_card, card_gap);
    cards->setLayout(card_layout_);
    QSizePolicy grows(QSizePolicy::Preferred, QSizePolicy::Preferred);
    grows.setHeightForWidth(true);
    cards->setSizePolicy(grows);
    column->addWidget(cards);
    column->addSpacing(12);
    lessons_heading_ = heading(tr("Lessons"), 1.2);
    lessons_heading_->hide();
    column->addWidget(lessons_heading_);
    auto* const lessons = new QWidget;
    lesson_layout_ = new CardLayout(narrowest_card, widest_card, card_gap);
    lessons->setLayout(lesson_layout_);
    lessons->setSizePolicy(grows);
    column->addWidget(lessons);
    column->addStretch(1);
    return half;
}

QWidget* WelcomeView::make_side() {
    auto* const side = new QWidget;
    side->setFixedWidth(side_width);
    auto* const column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    column->addWidget(heading(tr("Recent runs"), 1.2));
    recent_list_ = new RecentList(*recent_, theme());
    column->addWidget(recent_list_);
    column->addWidget(no_runs_);
    no_runs_->setText(
        tr("None yet. A run that you start or open is listed here, with when it was written and "
           "how it ended."));
    connect(recent_list_, &RecentList::open_wanted, this, &WelcomeView::run_wanted);
    connect(recent_list_, &RecentList::removed, this, [this](const QString& file) {
        forget_run(file);
        read_recent();
    });
    recent_list_->hide();

    column->addSpacing(12);
    column->addWidget(heading(tr("What can I do here?"), 1.2));
    for (std::size_t row = 0; row < std::size(help_rows); ++row) {
        auto* const label = new QLabel;
        label->setWordWrap(true);
        label->setTextFormat(Qt::RichText);
        label->setTextInteractionFlags(Qt::TextBrowserInteraction);
        connect(label, &QLabel::linkActivated, this, &WelcomeView::follow);
        help_.push_back(label);
        column->addWidget(label);
    }
    column->addStretch(1);
    return side;
}

void WelcomeView::showEvent(QShowEvent* shown) {
    View::showEvent(shown);
    if (!shown->spontaneous() && is_ready())
        read_recent();
}

void WelcomeView::read_library() {
    ++readings_;
    pool_.start([this] {
        ScenarioLibrary library = find_library();
        read_briefs(library);
        std::vector<LessonBrief> lessons = read_lessons(lessons_folder());
        QMetaObject::invokeMethod(
            this,
            [this, library = std::move(library), lessons = std::move(lessons)] {
                --readings_;
                show_library(library);
                show_lessons(lessons);
                emit ready();
            },
            Qt::QueuedConnection);
    });
}

void WelcomeView::read_recent() {
    ++readings_;
    pool_.start([this, known = known_runs(), folder = default_runs_folder()] {
        std::vector<RecentRun> runs = read_recent_runs(known, folder);
        QMetaObject::invokeMethod(
            this,
            [this, runs = std::move(runs)] {
                --readings_;
                const int row = recent_list_->currentIndex().row();
                recent_->set_runs(runs);
                recent_list_->setCurrentIndex(
                    recent_->index(std::min(row, recent_->rowCount() - 1), 0));
                recent_list_->setVisible(!runs.empty());
                no_runs_->setVisible(runs.empty());
                emit ready();
            },
            Qt::QueuedConnection);
    });
}

void WelcomeView::show_library(const ScenarioLibrary& library) {
    std::vector<CellTable::Row> rows;
    for (const ScenarioBrief& brief : library.briefs) {
        auto* const card = new ScenarioCard(brief, theme());
        const std::size_t place = cards_.size();
        cards_.push_back(card);
        card_layout_->addWidget(card);
        connect(card, &ScenarioCard::open_wanted, this, &WelcomeView::scenario_wanted);
        connect(card, &ScenarioCard::run_wanted, this, &WelcomeView::run_scenario_wanted);
        connect(card, &ScenarioCard::neighbour_wanted, this,
                [this, place](int columns, int down) { go_from(place, columns, down); });
        rows.push_back({words(brief.title), words(name_of(brief.study)),
                        amount(length_in_words(brief.horizon_s),
                               brief.horizon_s > 0 ? std::optional(brief.horizon_s) : std::nullopt),
                        words(expected_run_time(brief.horizon_s)),
                        words(brief.problem.isEmpty() ? brief.sentence : brief.problem),
                        words(brief.file)});
    }
    list_->set_rows(std::move(rows));
    no_scenarios_->setVisible(cards_.empty());
    if (!cards_.empty()) {
        scroll_->setFocusProxy(cards_.front());
        if (scroll_->hasFocus())
            cards_.front()->setFocus();
        return;
    }
    no_scenarios_->setText(
        library.folder.isEmpty()
            ? tr("No scenarios were found. Looked for a folder scenarios/examples in and above "
                 "%1. The environment variable TWIN_SCENARIOS can name another folder.")
                  .arg(library.looked_in.join(tr(" and ")))
            : tr("There is no scenario (*.toml) in %1.").arg(library.folder));
}

void WelcomeView::show_lessons(const std::vector<LessonBrief>& briefs) {
    for (const LessonBrief& brief : briefs) {
        lessons_.push_back(new LessonCard(brief, theme()));
        lesson_layout_->addWidget(lessons_.back());
        connect(lessons_.back(), &LessonCard::open_wanted, this, &WelcomeView::lesson_wanted);
    }
    lessons_heading_->setVisible(!lessons_.empty());
}

void WelcomeView::note_open_runs() {
    QStringList open;
    if (workspace().facts_a() != nullptr)
        open += workspace().a()->file();
    if (workspace().facts_b() != nullptr)
        open += workspace().b()->file();
    bool changed = false;
    for (const QString& file : open)
        if (remembers_runs_ && !noted_.contains(file)) {
            remember_run(file);
            changed = true;
        }
    noted_ = open;
    if (changed)
        read_recent();
}

void WelcomeView::go_from(std::size_t card, int columns, int rows) {
    const int wanted = int(card) + columns + rows * card_layout_->columns();
    if (wanted < 0 || wanted >= int(cards_.size()))
        return;
    cards_[std::size_t(wanted)]->setFocus();
    scroll_->ensureWidgetVisible(cards_[std::size_t(wanted)]);
}

void WelcomeView::follow(const QString& link) {
    if (link == QLatin1String("open"))
        emit open_run_wanted();
    else
        emit view_wanted(link);
}

void WelcomeView::apply_theme() {
    QPalette palette = theme().palette();
    palette.setColor(QPalette::WindowText, theme().color(Tone::muted));
    for (QLabel* const label : {subtitle_, no_scenarios_, no_runs_})
        label->setPalette(palette);
    for (ScenarioCard* const card : cards_)
        card->set_theme(theme());
    for (LessonCard* const lesson : lessons_)
        lesson->set_theme(theme());
    recent_list_->set_theme(theme());
    // A text keeps the colour that its links had when it was set.
    const QString link = theme().color(Tone::accent).name();
    for (std::size_t row = 0; row < help_.size(); ++row) {
        QString text = words_of(help_rows[row].text);
        text.replace(QStringLiteral("<a "), QStringLiteral("<a style='color:%1' ").arg(link));
        help_[row]->setText(
            QStringLiteral("<b>%1</b><br>%2").arg(words_of(help_rows[row].who), text));
    }
}

bool WelcomeView::write_csv(QIODevice& out) const {
    write_table_csv(*list_, out);
    return true;
}

}  // namespace twin
