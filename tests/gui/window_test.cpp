// The window as a whole: everything by keyboard, every page in every theme.
#include <QAccessible>
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QShortcut>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeView>
#include <gmock/gmock.h>
#include <set>

#include "gui/event_dialog.h"
#include "gui/main_window.h"
#include "gui/notice.h"
#include "gui/scenario_menu.h"
#include "gui/tables/setting_tree.h"
#include "gui/views/views.h"
#include "sim/scenario/run_plan.h"
#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

bool has_mnemonic(const QString& title) {
    QString plain = title;
    plain.remove(QStringLiteral("&&"));
    return plain.contains(u'&');
}

// The letter behind the mark, as a person types it; null: none.
QChar mnemonic(const QString& title) {
    QString plain = title;
    plain.remove(QStringLiteral("&&"));
    const auto mark = plain.indexOf(u'&');
    return mark < 0 || mark + 1 >= plain.size() ? QChar() : plain[mark + 1].toLower();
}

class Window : public testing::Test {
  protected:
    Window() {
        window_.show();
        EXPECT_TRUE(QTest::qWaitForWindowExposed(&window_));
    }
    // With the arrow keys, from a menu that opens by Alt and a letter.
    bool is_in_a_menu(const QAction& action) const {
        for (const QObject* const owner : action.associatedObjects()) {
            const auto* const menu = qobject_cast<const QMenu*>(owner);
            if (menu == nullptr)
                continue;
            const QAction* const opens = menu->menuAction();
            if (window_.menuBar()->actions().contains(opens) ? has_mnemonic(menu->title())
                                                             : is_in_a_menu(*opens))
                return true;
        }
        return false;
    }
    std::vector<const QAction*> commands() const {
        std::vector<const QAction*> found;
        for (const QAction* const action : window_.findChildren<QAction*>())
            // Without a text: the place of a widget in a tool bar, or a button in a field.
            if (!action->isSeparator() && action->menu() == nullptr && !action->text().isEmpty())
                found.push_back(action);
        return found;
    }
    void open_all() {
        write_network_run(file_);
        const auto path = QString::fromStdString(file_.path().string());
        window_.workspace().open_a(path);
        window_.workspace().open_b(path);
        window_.scenario_menu().open(QStringLiteral("scenarios/smoke/rack-loss.toml"));
        settle();
        window_.workspace().time().set_play_head(7600);
    }
    void settle() {
        ASSERT_TRUE(QTest::qWaitFor(
            [&] {
                return window_.workspace().is_settled() && window_.current_view()->is_ready() &&
                       !window_.workspace().document().is_checking();
            },
            10000));
    }
    static int colors_in(const QImage& picture) {
        std::set<QRgb> colors;
        for (int y = 0; y < picture.height(); ++y)
            for (int x = 0; x < picture.width(); ++x)
                colors.insert(picture.pixel(x, y));
        return int(colors.size());
    }

    QTemporaryDir runs_;
    TemporaryFile file_{"window.sqlite"};
    MainWindow window_{ThemeName::light, runs_.path()};
};

TEST_F(Window, EveryCommandIsReachedByKeyboard) {
    EXPECT_GT(commands().size(), 30U);
    for (const QAction* const action : commands())
        EXPECT_TRUE(!action->shortcut().isEmpty() || is_in_a_menu(*action))
            << action->text().toStdString() << " of " << action->parent()->metaObject()->className()
            << ' ' << action->parent()->objectName().toStdString();
}

TEST_F(Window, NoKeyMeansTwoThings) {
    std::map<QKeySequence, std::string> taken;
    const auto take = [&](const QKeySequence& key, const QString& name) {
        if (key.isEmpty())
            return;
        const auto [other, is_new] = taken.emplace(key, name.toStdString());
        EXPECT_TRUE(is_new) << key.toString().toStdString() << ": " << name.toStdString() << " and "
                            << other->second;
    };
    for (const QAction* const action : commands())
        for (const QKeySequence& key : action->shortcuts())
            take(key, action->text());
    for (const QShortcut* const shortcut : window_.findChildren<QShortcut*>())
        if (shortcut->context() != Qt::WidgetShortcut)
            take(shortcut->key(), shortcut->objectName());
    EXPECT_GT(taken.size(), 25U);
}

TEST_F(Window, NoLetterOfAMenuMeansTwoThings) {
    QList<QWidget*> bars{window_.menuBar()};
    for (QMenu* const menu : window_.findChildren<QMenu*>())
        bars += menu;
    for (const QWidget* const bar : bars) {
        std::map<QChar, std::string> taken;
        for (const QAction* const action : bar->actions()) {
            const QChar letter = mnemonic(action->text());
            if (letter.isNull())
                continue;
            const auto [other, is_new] = taken.emplace(letter, action->text().toStdString());
            EXPECT_TRUE(is_new) << action->text().toStdString() << " and " << other->second;
        }
    }
}

TEST_F(Window, ViewsAreNamedForThoseWhoListen) {
    for (const ViewRow& row : view_table()) {
        const View* const view = window_.view(QString::fromLatin1(row.name));
        ASSERT_NE(view, nullptr) << row.name;
        EXPECT_FALSE(view->accessibleName().isEmpty()) << row.name;
        EXPECT_TRUE(view->accessibleDescription().endsWith(u'.')) << row.name;
    }
}

// Whatever Tab stops at says what it is, by a name, its text or its label.
TEST_F(Window, WhateverTakesTheKeyboardHasAName) {
    open_all();
    for (const ViewRow& row : view_table()) {
        window_.show_view(QString::fromLatin1(row.name));
        settle();
        for (QWidget* const widget : window_.findChildren<QWidget*>()) {
            if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus) ||
                widget->focusProxy() != nullptr)
                continue;
            const QAccessibleInterface* const heard = QAccessible::queryAccessibleInterface(widget);
            ASSERT_NE(heard, nullptr);
            EXPECT_FALSE(heard->text(QAccessible::Name).isEmpty())
                << row.name << ": " << widget->metaObject()->className() << ' '
                << widget->objectName().toStdString() << " in "
                << widget->parent()->metaObject()->className();
        }
    }
}

TEST_F(Window, WithoutARunEveryPageSaysSo) {
    for (const ViewRow& row : view_table()) {
        if (row.name == std::string_view("welcome") || row.name == std::string_view("lessons") ||
            row.name == std::string_view("training"))
            continue;  // they are for those who have none, or need none
        window_.show_view(QString::fromLatin1(row.name));
        const View* const view = window_.current_view();
        const QString sentence = view->nothing_to_show();
        EXPECT_TRUE(sentence.endsWith(u'.')) << row.name << ": " << sentence.toStdString();
        bool shown = false;
        for (const QLabel* const label : view->findChildren<QLabel*>())
            shown = shown || (label->isVisible() && label->text() == sentence);
        EXPECT_TRUE(shown) << row.name;
    }
}

TEST_F(Window, EveryPageIsPaintedInEveryTheme) {
    open_all();
    for (const ThemeRow& theme : theme_table()) {
        window_.workspace().set_theme(theme.name);
        for (const ViewRow& row : view_table()) {
            window_.show_view(QString::fromLatin1(row.name));
            settle();
            View& view = *window_.current_view();
            EXPECT_EQ(view.nothing_to_show(), QString()) << row.name;
            EXPECT_GT(colors_in(view.grab().toImage()), 2) << row.name << ' ' << theme.id;
            EXPECT_GT(colors_in(view.picture().grab().toImage()), 2) << row.name << ' ' << theme.id;
        }
    }
}

// A missed expectation and problems are several lines: they stay until they are closed.
TEST_F(Window, LongMessagesStay) {
    auto* const notice = window_.findChild<Notice*>();
    ASSERT_NE(notice, nullptr);
    window_.tell(QStringLiteral("One line."));
    EXPECT_FALSE(notice->isVisible());
    window_.tell(QStringLiteral("Not as expected:\nexpect.pue: expected 1.05"));
    EXPECT_TRUE(notice->isVisible());
    EXPECT_TRUE(notice->text().contains(QStringLiteral("expect.pue")));
    QTest::keyClick(notice->findChild<QToolButton*>(), Qt::Key_Space);
    EXPECT_FALSE(notice->isVisible());
}

// Whatever a scenario's event can be is offered, with an example that a field may begin with.
TEST_F(Window, OffersEveryKindOfEvent) {
    EventDialog dialog(QStringLiteral("lose"), 0, QStringLiteral("now"));
    auto* const kinds = dialog.findChild<QComboBox*>();
    ASSERT_EQ(kinds->count(), int(change_kinds().size()));
    for (int row = 0; row < kinds->count(); ++row) {
        kinds->setCurrentIndex(row);
        EXPECT_FALSE(dialog.event().what.empty()) << dialog.event().kind;
    }
}

// Adding and taking out with the keyboard, in the form.
TEST_F(Window, TheFormAddsAndTakesOutEvents) {
    open_all();
    window_.show_view(QStringLiteral("scenario"));
    settle();
    ScenarioDocument& document = window_.workspace().document();
    const QString before = document.text();
    auto* const form = window_.current_view()->findChild<QTreeView*>();
    const auto action = [form](const char* begin) {
        for (QAction* const each : form->actions())
            if (each->text().startsWith(QLatin1String(begin)))
                return each;
        return static_cast<QAction*>(nullptr);
    };
    ASSERT_NE(action("Add: event"), nullptr);
    EXPECT_FALSE(action("Take out")->isEnabled());
    action("Add: event")->trigger();
    settle();
    EXPECT_NE(document.text(), before);
    auto* const keys = qobject_cast<SettingTree*>(form->model());
    // The new one is open and chosen.
    EXPECT_TRUE(form->currentIndex()
                    .data(SettingTree::path_role)
                    .toString()
                    .startsWith(QStringLiteral("event.1.")));
    const QModelIndex added = keys->find(QStringLiteral("event.1.lose"));
    ASSERT_TRUE(added.isValid());
    form->setCurrentIndex(added.siblingAtColumn(SettingTree::value));
    ASSERT_NE(action("Take out: event 1"), nullptr);
    action("Take out")->trigger();
    settle();
    EXPECT_FALSE(keys->find(QStringLiteral("event.1.lose")).isValid());
    document.undo_stack().undo();
    document.undo_stack().undo();
    EXPECT_EQ(document.text(), before);
    document.undo_stack().setClean();
}

// A view that is shown for the first time, or after a change of the runs, is not out of date.
TEST_F(Window, RunsMayBeSwappedAndClosedOnEveryPage) {
    open_all();
    for (const ViewRow& row : view_table()) {
        SCOPED_TRACE(row.name);
        window_.show_view(QString::fromLatin1(row.name));
        settle();
        window_.workspace().swap_runs();
        settle();
        window_.workspace().open_b({});
        settle();
        window_.workspace().open_a({});
        settle();
        window_.workspace().open_a(QString::fromStdString(file_.path().string()));
        window_.workspace().open_b(QString::fromStdString(file_.path().string()));
        settle();
        EXPECT_EQ(window_.current_view()->nothing_to_show(), QString());
    }
}

}  // namespace
}  // namespace twin
