#include "gui/run/open_run.h"

#include <QFileInfo>
#include <algorithm>

namespace twin {

OpenRun::OpenRun(QString file, QObject* parent) : QObject(parent), file_(std::move(file)) {
    worker_ = std::jthread([this](std::stop_token stop) { work(stop); });
    const auto read = [this](RunFacts facts) {
        facts_ = std::move(facts);
        emit opened();
    };
    ask<RunFacts>(this, QStringLiteral("facts"), read_facts, read);
}

OpenRun::~OpenRun() {
    worker_.request_stop();
    worker_.join();
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

void OpenRun::work(std::stop_token stop) {
    std::optional<ResultStore> store;
    for (;;) {
        Question question;
        {
            std::unique_lock lock(mutex_);
            if (!wake_.wait(lock, stop, [this] { return !queue_.empty(); }))
                return;
            question = std::move(queue_.front());
            queue_.pop_front();
        }
        std::function<void()> deliver = [] {};
        QString error;
        try {
            if (!store)
                store.emplace(file_.toStdString());
            deliver = question.job(*store);
        } catch (const std::exception& problem) {
            error = QString::fromUtf8(problem.what());
        }
        // Dropped if this object is gone by then.
        QMetaObject::invokeMethod(
            this, [this, deliver, error] { answered(deliver, error); }, Qt::QueuedConnection);
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
