// A run's file, open: questions are answered by threads of its own, so that the window never waits
// for a disk.
#pragma once

#include <QObject>
#include <QPointer>
#include <QString>
#include <array>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "gui/run/run_facts.h"

namespace twin {

// Lives in the window's thread; all signals and answers come there.
class OpenRun : public QObject {
    Q_OBJECT

  public:
    // Opens at once, in the background: opened() or failed() follows.
    explicit OpenRun(QString file, QObject* parent = nullptr);
    ~OpenRun() override;  // waits at most for the questions that are being answered

    const QString& file() const { return file_; }
    const RunFacts* facts() const { return facts_ ? &*facts_ : nullptr; }  // null until opened()
    QString name() const;                                                  // short, for legends
    double seconds() const { return facts_ ? facts_->end_s : 0; }

    // `question` runs on another thread, `then` with its answer on this one, unless `asker` is
    // gone by then. A newer question of the same asker about the same topic replaces one that has
    // not begun; of one asker and topic the answers come in the order of the questions. What a
    // question throws is told by failed().
    template <class Answer>
    void ask(QObject* asker, const QString& topic,
             std::function<Answer(const ResultStore&)> question, std::function<void(Answer)> then) {
        const QPointer<QObject> still_there(asker);
        enqueue(asker, topic,
                [question = std::move(question), then = std::move(then),
                 still_there](const ResultStore& store) -> std::function<void()> {
                    auto answer = std::make_shared<Answer>(question(store));
                    return [then, still_there, answer] {
                        if (still_there)
                            then(std::move(*answer));
                    };
                });
    }

    // Questions without an answer yet.
    int open_questions() const { return open_questions_; }

    // The file has grown or ended: reads the facts again, then grown().
    void refresh();

  signals:
    void opened();
    void grown();
    void failed(const QString& sentence);
    void settled();  // no question is open

  private:
    using Job = std::function<std::function<void()>(const ResultStore&)>;
    struct Question {
        const QObject* asker;
        QString topic;
        Job job;
    };

    std::deque<Question>::iterator next_question();
    void enqueue(const QObject* asker, const QString& topic, Job job);
    void work(std::stop_token stop);
    void answered(const std::function<void()>& deliver, const QString& error);

    QString file_;
    std::optional<RunFacts> facts_;
    int open_questions_ = 0;
    std::mutex mutex_;  // of what follows
    std::condition_variable_any wake_;
    std::deque<Question> queue_;
    std::vector<std::pair<const QObject*, QString>> being_answered_;
    // Two: the jobs of a large run take as long to read as all else.
    std::array<std::jthread, 2> workers_;
};

}  // namespace twin
