// One scenario being edited: its text is the truth, the form and the editor are two views of it.
// Every edit can be undone, to the exact text.
#pragma once

#include <QObject>
#include <QTimer>
#include <QUndoStack>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "gui/scenario/list_items.h"
#include "gui/scenario/scenario_check.h"
#include "gui/scenario/text_change.h"

namespace twin {

class ScenarioDocument : public QObject {
    Q_OBJECT

  public:
    explicit ScenarioDocument(QObject* parent = nullptr);
    ~ScenarioDocument() override;

    // Empty: done. Else a sentence that says why not; then nothing has changed.
    QString open(const QString& file);
    QString save();
    QString save_as(const QString& file);
    // A new scenario on top of one that stays as it is: its text names `base` and nothing else.
    void derive(const QString& base, const QString& title);

    const QString& file() const { return file_; }  // empty: none yet
    const QString& text() const { return text_; }
    bool is_open() const { return !text_.isEmpty() || !file_.isEmpty(); }
    bool is_modified() const { return !undo_.isClean(); }
    QUndoStack& undo_stack() { return undo_; }
    // Of the last text that was checked; nothing before.
    const std::optional<CheckedText>& checked() const { return checked_; }
    bool is_checking() const { return checking_; }

    // Edits. A refused one is told by refused() and changes nothing.
    void set_value(const QString& path, const QString& value);
    void remove_value(const QString& path);
    void append(const QString& list, const std::vector<std::pair<QString, QString>>& keys,
                const QString& what);
    // Items of lists of tables; `name` is of list_table().
    void add_item(const std::string& name);
    void add_item(const ListRow& row);
    void remove_item(const ListItem& item);
    // The editor's own edit: characters from `at` replaced. Typing in one place is one step.
    void replace_text(qsizetype at, qsizetype removed, const QString& added);

  signals:
    void text_changed();    // also by undo and redo
    void file_changed();    // another file, or saved
    void check_finished();  // checked() is of the text as it is
    void refused(const QString& reason);

  private:
    friend class ReplaceText;
    void take(const TextEdit& edit, const QString& what);
    KnownSettings settings() const;
    void put(qsizetype at, qsizetype removed, const QString& added);
    void reset(QString file, QString text);
    void check_soon();
    void check_now();
    void work(std::stop_token stop);

    QString file_, text_;
    QUndoStack undo_;
    QTimer pause_;
    std::optional<CheckedText> checked_;
    bool checking_ = false;
    std::mutex mutex_;  // of the next text to check
    std::condition_variable_any wake_;
    std::optional<std::pair<std::string, std::string>> next_;  // text, file
    std::jthread worker_;
};

}  // namespace twin
