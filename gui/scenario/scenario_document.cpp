#include "gui/scenario/scenario_document.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QUndoCommand>

namespace twin {
namespace {

constexpr int pause_ms = 150;  // of typing, before the text is checked

}  // namespace

// Replaces characters of the document's text.
class ReplaceText : public QUndoCommand {
  public:
    ReplaceText(ScenarioDocument& document, qsizetype at, QString removed, QString added,
                const QString& what, bool typed)
        : QUndoCommand(what),
          document_(document),
          at_(at),
          removed_(std::move(removed)),
          added_(std::move(added)),
          typed_(typed) {}

    void undo() override { document_.put(at_, added_.size(), removed_); }
    void redo() override { document_.put(at_, removed_.size(), added_); }
    int id() const override { return typed_ ? 1 : -1; }

    // Letters typed one behind the other, up to the end of a line.
    bool mergeWith(const QUndoCommand* other) override {
        const auto* const next = static_cast<const ReplaceText*>(other);
        const bool follows = next->at_ == at_ + added_.size() && next->removed_.isEmpty() &&
                             !added_.contains(u'\n') && !next->added_.contains(u'\n');
        if (!follows)
            return false;
        added_ += next->added_;
        return true;
    }

  private:
    ScenarioDocument& document_;
    qsizetype at_;
    QString removed_, added_;
    bool typed_;
};

ScenarioDocument::ScenarioDocument(QObject* parent) : QObject(parent) {
    pause_.setSingleShot(true);
    pause_.setInterval(pause_ms);
    connect(&pause_, &QTimer::timeout, this, &ScenarioDocument::check_now);
    worker_ = std::jthread([this](std::stop_token stop) { work(stop); });
}

ScenarioDocument::~ScenarioDocument() {
    worker_.request_stop();
    worker_.join();
}

QString ScenarioDocument::open(const QString& file) {
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly))
        return tr("Cannot read %1: %2").arg(file, in.errorString());
    reset(QFileInfo(file).absoluteFilePath(), QString::fromUtf8(in.readAll()));
    return {};
}

QString ScenarioDocument::save() {
    return save_as(file_);
}

QString ScenarioDocument::save_as(const QString& file) {
    const QByteArray bytes = text_.toUtf8();
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size() || !out.commit())
        return tr("Cannot write %1: %2").arg(file, out.errorString());
    file_ = QFileInfo(file).absoluteFilePath();
    undo_.setClean();
    emit file_changed();
    check_now();
    return {};
}

void ScenarioDocument::derive(const QString& base, const QString& title) {
    const auto quoted = [](const QString& value) {
        return QString::fromStdString(toml_string(value.toStdString()));
    };
    reset({}, QStringLiteral("base = %1\ntitle = %2\n")
                  .arg(quoted(QFileInfo(base).absoluteFilePath()), quoted(title)));
    undo_.resetClean();
}

void ScenarioDocument::reset(QString file, QString text) {
    file_ = std::move(file);
    text_ = std::move(text);
    undo_.clear();
    checked_.reset();
    emit file_changed();
    emit text_changed();
    check_now();
}

void ScenarioDocument::set_value(const QString& path, const QString& value) {
    take(edit_to_set(text_.toStdString(), path.toStdString(), value.toStdString()),
         tr("Set %1 to %2").arg(path, value));
}

void ScenarioDocument::remove_value(const QString& path) {
    take(edit_to_remove(text_.toStdString(), path.toStdString()), tr("Take out %1").arg(path));
}

void ScenarioDocument::append(const QString& list,
                              const std::vector<std::pair<QString, QString>>& keys,
                              const QString& what) {
    std::vector<std::pair<std::string, std::string>> texts;
    for (const auto& [key, value] : keys)
        texts.emplace_back(key.toStdString(), value.toStdString());
    take(edit_to_append(text_.toStdString(), list.toStdString(), texts), what);
}

KnownSettings ScenarioDocument::settings() const {
    if (checking_ || !checked_ || checked_->settings.empty())
        return std::nullopt;
    return checked_->settings;
}

void ScenarioDocument::add_item(const std::string& name) {
    if (const ListRow* const row = find_list(name))
        add_item(*row);
}

void ScenarioDocument::add_item(const ListRow& row) {
    take(edit_to_add_item(text_.toStdString(), row, settings()),
         tr("Add to %1").arg(QString::fromUtf8(row.path)));
}

void ScenarioDocument::remove_item(const ListItem& item) {
    take(edit_to_remove_item(text_.toStdString(), item, settings()),
         tr("Take out %1 %2").arg(QString::fromStdString(item.list)).arg(item.number));
}

void ScenarioDocument::take(const TextEdit& edit, const QString& what) {
    if (const auto* refusal = std::get_if<EditRefusal>(&edit)) {
        emit refused(QString::fromStdString(refusal->reason));
        return;
    }
    const auto& change = std::get<TextChange>(edit);
    if (change.removed == change.added)
        return;
    // Bytes of UTF-8 to characters.
    const QString before = QString::fromUtf8(text_.toUtf8().left(qsizetype(change.at)));
    undo_.push(new ReplaceText(*this, before.size(), QString::fromStdString(change.removed),
                               QString::fromStdString(change.added), what, false));
}

void ScenarioDocument::replace_text(qsizetype at, qsizetype removed, const QString& added) {
    const QString taken = text_.mid(at, removed);
    if (taken == added)
        return;
    undo_.push(new ReplaceText(*this, at, taken, added, tr("Edit the text"), true));
}

void ScenarioDocument::put(qsizetype at, qsizetype removed, const QString& added) {
    text_.replace(at, removed, added);
    emit text_changed();
    check_soon();
}

void ScenarioDocument::check_soon() {
    checking_ = true;
    pause_.start();
}

void ScenarioDocument::check_now() {
    checking_ = true;
    // A text without a file yet is looked at as if it lay in the current folder.
    const QString file = file_.isEmpty() ? QDir::current().filePath(tr("unsaved.toml")) : file_;
    {
        const std::lock_guard lock(mutex_);
        next_.emplace(text_.toStdString(), file.toStdString());
    }
    wake_.notify_one();
}

void ScenarioDocument::work(std::stop_token stop) {
    for (;;) {
        std::pair<std::string, std::string> job;
        {
            std::unique_lock lock(mutex_);
            if (!wake_.wait(lock, stop, [this] { return next_.has_value(); }))
                return;
            job = std::move(*next_);
            next_.reset();
        }
        auto checked = std::make_shared<CheckedText>(check_text(job.first, job.second));
        auto text = QString::fromStdString(job.first);
        QMetaObject::invokeMethod(
            this,
            [this, checked, text] {
                if (text != text_)
                    return;  // a newer one follows
                checked_ = std::move(*checked);
                checking_ = false;
                emit check_finished();
            },
            Qt::QueuedConnection);
    }
}

}  // namespace twin
