using System.Collections.Immutable;
using System.CommandLine;
using RealtimeEmotion.Cli.CommandLine;
using RealtimeEmotion.Cli.Output;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Trainer.Datasets;
using RealtimeEmotion.Trainer.Rendering;
using RealtimeEmotion.Trainer.Training;

namespace RealtimeEmotion.Cli.Commands;

/// <summary><c>emotion dataset render</c>: EMOPIA's notes as sound, and a table of it.</summary>
internal static class DatasetRenderCommand
{
    private const string TableName = "emopia.csv";

    internal static Command Create()
    {
        var source = new Argument<string>("EMOPIA") { Description = "The folder with split.csv and midis/." };
        var output = new Option<string>("--output", "-o") { Description = $"The folder for the sound and its table, {TableName}. What is there already is not rendered again.", HelpName = "FOLDER", Required = true };
        var part = new Option<string?>("--split") { Description = "Only this part of the data set's own split, such as val.", HelpName = "PART" };
        var font = new Option<string?>("--soundfont") { Description = "A sound font, .sf2 or .sf3. [default: the system's]", HelpName = "FILE" };
        var program = new Option<int[]>("--program") { Description = "The General MIDI program that plays, 0 … 127; may be given more than once: each clip is then played by one of them. [default: what the notes say]", HelpName = "N" };
        var tempo = new Option<double>("--tempo") { Description = "How much faster.", HelpName = "FACTOR", DefaultValueFactory = _ => 1 };
        var transpose = new Option<int>("--transpose") { Description = "Semitones up.", HelpName = "N", DefaultValueFactory = _ => 0 };
        var room = new Option<double>("--room") { Description = "The room's size, 0 (none) … 1.", HelpName = "SIZE", DefaultValueFactory = _ => 0.2 };
        var rate = new Option<int>("--rate") { Description = "The sample rate in Hz.", HelpName = "RATE", DefaultValueFactory = _ => MidiSound.UsualSampleRate };
        Option<int> threads = DatasetOptions.Threads();
        var command = new EmotionCommand(
            "render",
            "Plays EMOPIA's MIDI clips into WAV files by fluidsynth, with a table that 'train' and 'evaluate' read.",
            new Example("dataset render emopia -o emopia-sound", "all clips, as a piano"),
            new Example("dataset render emopia --split val --soundfont other.sf2 -o unheard", "only what a model was not trained on, by another instrument"))
        {
            source, output, part, font, program, tempo, transpose, room, rate, threads,
        };
        command.Run((result, session) =>
        {
            string folder = result.GetRequiredValue(output);
            ImmutableArray<EmopiaClip> clips = EmopiaClips.Read(result.GetRequiredValue(source), ClassMerge.Emotify);
            if (result.GetValue(part) is { } wanted)
            {
                string parts = string.Join(", ", clips.Select(clip => clip.Split).Distinct());
                clips = [.. clips.Where(clip => clip.Split == wanted)];
                if (clips.IsEmpty)
                    throw new InputException("--split", $"there is no part '{wanted}'", $"choose one of {parts}");
            }

            var sound = new MidiSound
            {
                SoundFont = result.GetValue(font) ?? MidiRenderer.UsualSoundFont,
                Programs = [.. result.GetValue(program) ?? []],
                Tempo = result.GetValue(tempo),
                Transposition = result.GetValue(transpose),
                Room = result.GetValue(room),
                SampleRate = result.GetValue(rate),
            };
            MidiRenderer renderer = new(sound);
            Directory.CreateDirectory(folder);
            string[] sounds = CountedProgress.Run(session, "rendering", clips.Length, onClip => renderer.RenderAll([.. clips.Select(clip => clip.MidiPath)], folder, result.GetValue(threads), onClip, session.Cancellation));
            ClassMerge way = ClassMerge.Emotify.ByClass();
            ImmutableArray<string> categories = [.. way.Categories];
            var rendered = new LabelledDataset(
                "EMOPIA",
                folder,
                EmopiaClips.Licence,
                EmopiaClips.Source,
                categories,
                way,
                [.. clips.Select((clip, i) => DatasetReader.Track(clip.Id, "piano", sounds[i], categories, way, clip.Label) with { Album = clip.Song, Split = clip.Split, Group = clip.Song })]);
            DatasetTable.Write(Path.Combine(folder, TableName), rendered);
            ResultFile.WriteText(Path.Combine(folder, TrainingRun.SourcesName), session.Terminal, writer =>
                writer.Write($"{rendered.Name}, {rendered.Licence} ({rendered.Source}): {clips.Length} clips, played by fluidsynth with {sound.Description}.\n"));
            session.Terminal.Results.WriteLine(Path.Combine(folder, TableName));
            return ExitCode.Done;
        });
        return command;
    }
}
