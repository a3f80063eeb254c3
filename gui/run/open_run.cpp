#include "gui/run/open_run.h"

#include <QFileInfo>
#include <algorithm>

namespace twin {

OpenRun::OpenRun(QString file, QObject* parent) : QObject(parent), file_(std::move(file)) {
    for (std::jthread& worker : workers_)
        worker = std::jthread([this](std::stop_token stop) { work(stop); });
    const auto read = [this](RunFacts facts) {
        facts_ = std::move(facts);
        emit opened();
    };
    ask<RunFacts>(this, QStringLiteral("facts"), read_facts, read);
}

OpenRun::~OpenRun() {
    for (std::jthread& worker : workers_)
        worker.request_stop();
    for (std::jthread& worker : workers_)
        worker.join();
}

QString OpenRun::name() const {
    return QFileInfo(file_).completeBaseName();
}

void OpenRun::refresh() {
    const auto read = [this](RunFacts facts) {
        facts_ = std::move(facts);
        emit grown();
    };
    ask<RunFacts>(this, QStringLiteral("facts"), read_facts, read);
}

void OpenRun::enqueue(const QObject* asker, const QString& topic, Job job) {
    {
        const std::lock_guard lock(mutex_);
        const auto old = std::find_if(queue_.begin(), queue_.end(), [&](const Question& question) {
            return question.asker == asker && question.topic == topic;
        });
        if (old != queue_.end()) {
            old->job = std::move(job);
            return;
        }
        queue_.push_back({asker, topic, std::move(job)});
    }
    ++open_questions_;
    wake_.notify_one();
}

// The oldest one of which no older one of the same asker and topic is being answered.
std::deque<OpenRun::Question>::iterator OpenRun::next_question() {
    return std::find_if(queue_.begin(), queue_.end(), [this](const Question& question) {
        return std::find(being_answered_.begin(), being_answered_.end(),
                         std::pair(question.asker, question.topic)) == being_answered_.end();
    });
}

void OpenRun::work(std::stop_token stop) {
    std::optional<ResultStore> store;
    for (;;) {
        Question question;
        {
            std::unique_lock lock(mutex_);
            if (!wake_.wait(lock, stop, [this] { return next_question() != queue_.end(); }))
                return;
            const auto next = next_question();
            question = std::move(*next);
            queue_.erase(next);
            being_answered_.emplace_back(question.asker, question.topic);
        }
        std::function<void()> deliver = [] {};
        QString error;
        try {
            if (!store) {
                store.emplace(file_.toStdString());
                store->stop_when(stop);
            }
            deliver = question.job(*store);
        } catch (const std::exception& problem) {
            error = QString::fromUtf8(problem.what());
        }
        // Dropped if this object is gone by then.
        QMetaObject::invokeMethod(
            this, [this, deliver, error] { answered(deliver, error); }, Qt::QueuedConnection);
        {
            const std::lock_guard lock(mutex_);
            std::erase(being_answered_, std::pair(question.asker, question.topic));
        }
        wake_.notify_one();
    }
}

void OpenRun::answered(const std::function<void()>& deliver, const QString& error) {
    if (error.isEmpty())
        deliver();
    else
        emit failed(error);
    if (--open_questions_ == 0)
        emit settled();
}

}  // namespace twin
