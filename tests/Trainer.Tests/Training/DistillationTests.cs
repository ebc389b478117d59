using RealtimeEmotion.Audio;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Trainer.Evaluation;
using RealtimeEmotion.Trainer.Export.Onnx;
using RealtimeEmotion.Trainer.Tests.Teachers;
using RealtimeEmotion.Trainer.Training;

namespace RealtimeEmotion.Trainer.Tests.Training;

public sealed class DistillationTests
{
    [Fact]
    public void A_student_of_a_teacher_learns_says_what_it_heard_and_comes_out_the_same_again()
    {
        using var folder = new TemporaryFolder();
        TrainingOptions options = Prepare(folder);
        File.WriteAllText(Path.Combine(options.UnlabelledPaths[0], TrainingRun.SourcesName), "- some noise, free of rights\n");

        // What no one can hear, what is there twice, what is too short, and what the folds are judged on.
        File.WriteAllText(Path.Combine(options.UnlabelledPaths[0], "broken.ogg"), "no music");
        File.Copy(Path.Combine(options.UnlabelledPaths[0], "0.wav"), Path.Combine(options.UnlabelledPaths[0], "again.wav"));
        WavWriter.WriteAll(Path.Combine(options.UnlabelledPaths[0], "short.wav"), new float[SyntheticEmotify.SampleRate], SyntheticEmotify.SampleRate);
        File.Copy(SyntheticEmotify.AudioOf(folder.Path, 1), Path.Combine(options.UnlabelledPaths[0], "judged.wav"));
        float[] judged = AudioReading.ReadMono(SyntheticEmotify.AudioOf(folder.Path, 4), out int rate);
        WavWriter.WriteAll(Path.Combine(options.UnlabelledPaths[0], "quieter.wav"), [.. judged.Select(sample => 0.2f * sample)], rate);

        var phases = new List<(TrainingPhase Phase, int Done, int Of, double Loss)>();
        TrainingReport report = TrainingRun.Run(options, new Collected(p => phases.Add((p.Phase, p.Done, p.Of, p.Loss))));
        Assert.NotNull(report.Unlabelled);
        Assert.Equal(["t"], report.Unlabelled.Teachers);
        Assert.Equal(6, report.Unlabelled.Pieces);
        Assert.Equal(11, report.Unlabelled.Files);
        Assert.InRange(report.Pooled!.Accuracy, 0.9, 1);
        (_, int done, int of, double last) = phases.Last(p => p.Phase == TrainingPhase.Pretraining);
        Assert.Equal((960, 960), (done, of));
        Assert.True(last < 0.8 * phases.First(p => p.Phase == TrainingPhase.Pretraining).Loss);
        Assert.Contains("some noise, free of rights", File.ReadAllText(folder["model.md"]), StringComparison.Ordinal);
        using (EmotionModel model = EmotionModel.Load(folder["model.onnx"]))
        {
            Assert.Equal(4, model.Metadata.Labels.Length);
        }

        // Again, now with what was learnt from the teacher kept: the same file, on any number of threads.
        byte[] first = File.ReadAllBytes(folder["model.onnx"]);
        phases.Clear();
        TrainingReport again = TrainingRun.Run(options with { Threads = 1 }, new Collected(p => phases.Add((p.Phase, p.Done, p.Of, p.Loss))));
        Assert.DoesNotContain(phases, p => p.Phase == TrainingPhase.Pretraining);
        Assert.Equal(first, File.ReadAllBytes(folder["model.onnx"]));
        Assert.Equal(report.Unlabelled.Loss!.Value, again.Unlabelled!.Loss!.Value, 1e-6);

        // And with nothing kept.
        TrainingRun.Run(options with { CacheFolder = folder["other"] });
        Assert.Equal(first, File.ReadAllBytes(folder["model.onnx"]));
    }

    [Fact]
    public void A_last_layer_alone_fits_a_pretrained_student()
    {
        using var folder = new TemporaryFolder();
        TrainingOptions options = Prepare(folder);
        TrainingReport report = TrainingRun.Run(options with { Recipe = options.Recipe with { Epochs = 0, HeadPenalty = 0.01, HeadVariations = 1 } });
        Assert.InRange(report.Pooled!.Accuracy, 0.9, 1);
        Assert.InRange(report.Parity, 0, TrainingRun.ParityTolerance);
        byte[] first = File.ReadAllBytes(folder["model.onnx"]);
        TrainingRun.Run(options with { Threads = 1, Recipe = options.Recipe with { Epochs = 0, HeadPenalty = 0.01, HeadVariations = 1 } });
        Assert.Equal(first, File.ReadAllBytes(folder["model.onnx"]));

        // A student that goes on imitating the teacher on the fit's own tracks: on any number of threads the same file, and another one.
        TrainingOptions adapted = options with { Recipe = options.Recipe with { Epochs = 0, HeadPenalty = 0.01, HeadVariations = 1, AdaptationWindows = 320 } };
        var steps = new List<TrainingProgress>();
        Assert.InRange(TrainingRun.Run(adapted, new Collected(p => steps.Add(p))).Pooled!.Accuracy, 0.9, 1);
        TrainingProgress[] adapting = [.. steps.Where(p => p.Phase == TrainingPhase.Adaptation)];
        Assert.Equal((320 * 3, 320 * 3), (adapting.Max(p => p.Done), adapting[0].Of));
        Assert.All(adapting, p => Assert.InRange(p.Loss, 0, 2));
        byte[] ofMore = File.ReadAllBytes(folder["model.onnx"]);
        Assert.NotEqual(first, ofMore);
        TrainingRun.Run(adapted with { Threads = 1, CacheFolder = folder["elsewhere"] });
        Assert.Equal(ofMore, File.ReadAllBytes(folder["model.onnx"]));

        // Again, now with the adapted students kept: no step is taken, and it is the same file.
        steps.Clear();
        TrainingRun.Run(adapted, new Collected(p => steps.Add(p)));
        Assert.Equal(3, steps.Count(p => p.Phase == TrainingPhase.Adaptation));
        Assert.Equal(ofMore, File.ReadAllBytes(folder["model.onnx"]));

        // Two runs of it, averaged: half of them kept, then all, then none.
        TrainingOptions twice = adapted with { Recipe = adapted.Recipe with { AdaptationRuns = 2 } };
        steps.Clear();
        Assert.InRange(TrainingRun.Run(twice, new Collected(p => steps.Add(p))).Pooled!.Accuracy, 0.9, 1);
        TrainingProgress[] averaging = [.. steps.Where(p => p.Phase == TrainingPhase.Adaptation)];
        Assert.Equal((320 * 6, 320 * 6), (averaging.Max(p => p.Done), averaging[0].Of));
        byte[] ofTwo = File.ReadAllBytes(folder["model.onnx"]);
        Assert.NotEqual(ofMore, ofTwo);
        steps.Clear();
        TrainingRun.Run(twice, new Collected(p => steps.Add(p)));
        Assert.Equal(6, steps.Count(p => p.Phase == TrainingPhase.Adaptation));
        Assert.Equal(ofTwo, File.ReadAllBytes(folder["model.onnx"]));
        TrainingRun.Run(twice with { CacheFolder = folder["afresh"] });
        Assert.Equal(ofTwo, File.ReadAllBytes(folder["model.onnx"]));

        // Whether they were kept or made, what is trained after them is the same, dropout included.
        TrainingOptions trained = adapted with { Recipe = adapted.Recipe with { Epochs = 2, HeadPenalty = null } };
        TrainingRun.Run(trained);
        byte[] ofKept = File.ReadAllBytes(folder["model.onnx"]);
        TrainingRun.Run(trained with { CacheFolder = folder["anew"] });
        Assert.Equal(ofKept, File.ReadAllBytes(folder["model.onnx"]));

        // A penalty that lets no feature speak leaves what is usual.
        TrainingReport shy = TrainingRun.Run(options with { Recipe = options.Recipe with { Epochs = 0, HeadPenalty = 1000, HeadVariations = 0 } });
        Assert.True(shy.Pooled!.CrossEntropy > report.Pooled.CrossEntropy + 0.1);
    }

    [Fact]
    public void A_fit_is_adapted_to_its_own_tracks_at_other_speeds_and_to_no_held_out_one()
    {
        using var folder = new TemporaryFolder();
        TrainingOptions options = Prepare(folder);
        TrainingOptions plain = options with { Recipe = options.Recipe with { Epochs = 0, HeadPenalty = 0.01, AdaptationWindows = 1600 } };
        TrainingRun.Run(plain);
        byte[] ofPlain = File.ReadAllBytes(folder["model.onnx"]);

        TrainingOptions played = plain with { Recipe = plain.Recipe with { TrackSpeeds = [0.8, 1.25] } };
        var steps = new List<TrainingProgress>();
        TrainingReport report = TrainingRun.Run(played, new Collected(p => steps.Add(p)));
        Assert.InRange(report.Pooled!.Accuracy, 0.9, 1);
        byte[] ofPlayed = File.ReadAllBytes(folder["model.onnx"]);
        Assert.NotEqual(ofPlain, ofPlayed);
        Assert.Contains("as they are and 0.8, 1.25 times as fast", File.ReadAllText(folder["model.md"]), StringComparison.Ordinal);
        TrainingProgress[] features = [.. steps.Where(p => p.Phase == TrainingPhase.Features)];
        Assert.Equal((3 * 16) + 6, features[0].Of);
        Assert.Equal(features[0].Of, features.Max(p => p.Done));

        // On another number of threads and with nothing kept: the same file.
        TrainingRun.Run(played with { Threads = 1, CacheFolder = folder["afresh"] });
        Assert.Equal(ofPlayed, File.ReadAllBytes(folder["model.onnx"]));

        // The last layer hears them too where it is told to.
        TrainingOptions regressed = played with { Recipe = played.Recipe with { TrackSpeedsWeight = 0.6 } };
        Assert.InRange(TrainingRun.Run(regressed).Pooled!.Accuracy, 0.9, 1);
        byte[] ofRegressed = File.ReadAllBytes(folder["model.onnx"]);
        Assert.NotEqual(ofPlayed, ofRegressed);
        Assert.Contains("and on the fit's own tracks at 0.8, 1.25 times their speed (weight 0.6 of theirs", File.ReadAllText(folder["model.md"]), StringComparison.Ordinal);
        TrainingRun.Run(regressed with { Threads = 1, CacheFolder = folder["again"] });
        Assert.Equal(ofRegressed, File.ReadAllBytes(folder["model.onnx"]));

        // What is kept is reported at once. Another recording of one track: the fold that holds it out has heard nothing of it in any form.
        Assert.Equal(3, Adapting(played));
        float[] samples = AudioReading.ReadMono(SyntheticEmotify.AudioOf(folder.Path, 3), out int rate);
        WavWriter.WriteAll(SyntheticEmotify.AudioOf(folder.Path, 3), [.. samples.Select(sample => 0.9f * sample)], rate);
        Assert.Equal(1 + (2 * 4), Adapting(played));

        int Adapting(TrainingOptions options)
        {
            steps.Clear();
            TrainingRun.Run(options, new Collected(p => steps.Add(p)));
            return steps.Count(p => p.Phase == TrainingPhase.Adaptation);
        }
    }

    [Fact]
    public void Each_trunk_is_a_student_that_learns_by_itself()
    {
        using var folder = new TemporaryFolder();
        TrainingOptions options = Prepare(folder);
        var steps = new List<TrainingProgress>();
        TrainingOptions two = Of(2);
        TrainingReport report = TrainingRun.Run(two, new Collected(p => steps.Add(p)));
        Assert.InRange(report.Pooled!.Accuracy, 0.9, 1);
        Assert.InRange(report.Parity, 0, TrainingRun.ParityTolerance);
        Assert.Contains("2 trunks side by side", File.ReadAllText(folder["model.md"]), StringComparison.Ordinal);
        Assert.DoesNotContain("in half precision", File.ReadAllText(folder["model.md"]), StringComparison.Ordinal);
        Assert.Equal((1920, 1920), Last(TrainingPhase.Pretraining));
        Assert.Equal((320 * 3 * 2, 320 * 3 * 2), Last(TrainingPhase.Adaptation));
        byte[] ofTwo = File.ReadAllBytes(folder["model.onnx"]);

        // On one thread, with nothing kept: the same file.
        TrainingRun.Run(two with { Threads = 1, CacheFolder = folder["afresh"] });
        Assert.Equal(ofTwo, File.ReadAllBytes(folder["model.onnx"]));

        // A third learns beside two that are kept; and the first is what it is alone.
        steps.Clear();
        TrainingRun.Run(Of(3), new Collected(p => steps.Add(p)));
        Assert.Equal((960, 960), Last(TrainingPhase.Pretraining));
        Assert.NotEqual(ofTwo, File.ReadAllBytes(folder["model.onnx"]));
        Assert.Contains("3 trunks side by side", File.ReadAllText(folder["model.md"]), StringComparison.Ordinal);
        Assert.Contains("in half precision", File.ReadAllText(folder["model.md"]), StringComparison.Ordinal);
        Assert.Equal(3 * options.Recipe.Network.Convolutions.Length, HalvesOf(File.ReadAllBytes(folder["model.onnx"])));
        Assert.Equal(0, HalvesOf(ofTwo));
        steps.Clear();
        TrainingRun.Run(Of(1), new Collected(p => steps.Add(p)));
        Assert.DoesNotContain(steps, p => p.Phase == TrainingPhase.Pretraining);
        Assert.Equal(3, steps.Count(p => p.Phase == TrainingPhase.Adaptation));
        byte[] ofOne = File.ReadAllBytes(folder["model.onnx"]);
        TrainingRun.Run(Of(1) with { CacheFolder = folder["anew"] });
        Assert.Equal(ofOne, File.ReadAllBytes(folder["model.onnx"]));

        static int HalvesOf(byte[] onnx) => ModelProto.Parser.ParseFrom(onnx).Graph.Node.Count(node => node.OpType == "Cast");

        TrainingOptions Of(int trunks) => options with
        {
            Recipe = options.Recipe.WithStudents(trunks) with { Epochs = 0, HeadPenalty = 0.01, AdaptationWindows = 320 },
        };

        (int, int) Last(TrainingPhase phase) => steps.Where(p => p.Phase == phase).Select(p => (p.Done, p.Of)).Last();
    }

    [Fact]
    public void Teachers_may_speak_of_the_data_set_alone()
    {
        using var folder = new TemporaryFolder();
        TrainingReport report = TrainingRun.Run(Prepare(folder) with { UnlabelledPaths = [], Folds = 0 });
        Assert.Equal(0, report.Unlabelled!.Pieces);
        Assert.Null(report.Unlabelled.Loss);
    }

    [Fact]
    public void The_folds_models_are_asked_again_about_changed_sound()
    {
        using var folder = new TemporaryFolder();
        TrainingReport report = TrainingRun.Run(Prepare(folder) with { UnlabelledPaths = [], TeacherPaths = [], ChecksRobustness = true });
        Assert.Equal(AudioVariation.All.Select(v => v.Name), report.Robustness.Select(r => r.Variation));
        Assert.InRange(report.Temperature!.Value, 0.4, 2.5);

        // A level cancels; noise that covers quiet tones does not go by without a trace.
        RobustnessRow quieter = report.Robustness.Single(r => r.Variation == "-6 dB");
        Assert.Equal(0, quieter.ChangedLabels);
        Assert.InRange(quieter.Shift, 0, 0.02);
        Assert.True(report.Robustness.Single(r => r.Variation == "noise at -60 dBFS").Shift > quieter.Shift);
        Assert.Contains("| noise at -60 dBFS |", File.ReadAllText(folder["model.md"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Music_without_a_teacher_or_without_music_is_refused()
    {
        using var folder = new TemporaryFolder();
        TrainingOptions options = Prepare(folder);
        Assert.Contains("without a teacher", Refused(options with { TeacherPaths = [] }).Message, StringComparison.Ordinal);
        Assert.Equal(folder["nowhere"], Refused(options with { UnlabelledPaths = [folder["nowhere"]] }).Subject);
        Directory.CreateDirectory(folder["empty"]);
        File.WriteAllText(Path.Combine(folder["empty"], "a.wav"), "no music");
        Assert.Equal(folder["empty"], Refused(options with { UnlabelledPaths = [folder["empty"]] }).Subject);
        Assert.Equal(folder["no.onnx"], Refused(options with { TeacherPaths = [folder["no.onnx"]] }).Subject);
    }

    private static TrainingOptions Prepare(TemporaryFolder folder)
    {
        SyntheticEmotify.Write(folder.Path, 4, 3);
        Directory.CreateDirectory(folder["music"]);
        using var source = new TemporaryFolder();
        SyntheticEmotify.Write(source.Path, 2, 5);
        for (int i = 0; i < 6; i++)
        {
            File.Copy(SyntheticEmotify.AudioOf(source.Path, i < 4 ? i + 1 : 97 + i), Path.Combine(folder["music"], $"{i}.wav"));
        }

        return new TrainingOptions
        {
            DatasetPath = folder.Path,
            OutputPath = folder["model.onnx"],
            CacheFolder = folder["cache"],
            TeacherPaths = [TestTeacher.WriteBandsFirst(folder["t.onnx"])],
            UnlabelledPaths = [folder["music"]],
            Folds = 2,
            Threads = 2,
            Recipe = new TrainingRecipe
            {
                FrontEnd = TestModels.FrontEnd(20),
                WindowSeconds = 2,
                Network = new() { Convolutions = [new(4, 3, 2, 1, 2), new(8, 3, 1, 1, 1)] },
                Pretraining = new() { Windows = 960, BatchSize = 8, TargetSize = 10, LearningRate = 0.01 },
                Epochs = 6,
                WindowsPerTrack = 4,
                BatchSize = 8,
                LearningRate = 0.02,
            },
        };
    }

    private static InputException Refused(TrainingOptions options) => Assert.Throws<InputException>(() => TrainingRun.Run(options));

    private sealed class Collected(Action<TrainingProgress> see) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => see(value);
    }
}
