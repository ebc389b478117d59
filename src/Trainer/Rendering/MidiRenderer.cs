using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NAudio.Midi;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Trainer.Features;

namespace RealtimeEmotion.Trainer.Rendering;

/// <summary>Plays MIDI files into WAV files by the system's synthesiser, <c>fluidsynth</c>. Any number of threads.</summary>
public sealed class MidiRenderer
{
    private const string Synthesiser = "fluidsynth";
    private const string InstallHint = "install it (Debian, Ubuntu: apt install fluidsynth fluid-soundfont-gm; macOS: brew install fluid-synth)";
    private const int DrumChannel = 10;
    private const int LongestError = 200;

    // A hundred times as fast as it sounds: hours of music take no longer.
    /// <summary>Of a processor's time: on a busy machine, or behind a slow disk, a good rendering may take any time.</summary>
    private static readonly TimeSpan LongestRendering = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    // Where the systems' packages put them; the first that is there.
    private static readonly string[] UsualSoundFonts =
    [
        "/usr/share/sounds/sf2/FluidR3_GM.sf2",
        "/usr/share/sounds/sf2/default-GM.sf2",
        "/usr/share/sounds/sf2/TimGM6mb.sf2",
        "/usr/share/soundfonts/FluidR3_GM.sf2",
        "/usr/share/soundfonts/default.sf2",
        "/opt/homebrew/share/soundfonts/default.sf2",
    ];

    private readonly MidiSound _sound;
    private readonly string _fontDigest;

    /// <param name="sound">How it is to sound.</param>
    /// <exception cref="InputException">There is no such sound font, or a value is out of its range.</exception>
    public MidiRenderer(MidiSound sound)
    {
        _sound = sound;
        if (!File.Exists(sound.SoundFont))
            throw new InputException(sound.SoundFont, "there is no such sound font", "give an .sf2 file with --soundfont");
        foreach (int program in sound.Programs)
            Check(program is >= 0 and <= 127, "--program", $"{program}", "0 to 127");
        Check(sound.Tempo is >= 0.25 and <= 4, "--tempo", $"{sound.Tempo}", "0.25 to 4");
        Check(sound.Transposition is >= -24 and <= 24, "--transpose", $"{sound.Transposition}", "-24 to 24 semitones");
        Check(sound.SampleRate is >= 8000 and <= 96000, "--rate", $"{sound.SampleRate}", "8000 to 96000 Hz");
        Check(sound.Room is >= 0 and <= 1, "--room", $"{sound.Room}", "0 to 1");
        using FileStream font = File.OpenRead(sound.SoundFont);
        _fontDigest = Convert.ToHexString(SHA256.HashData(font));
    }

    /// <summary>The sound font that the system has.</summary>
    /// <exception cref="InputException">It has none.</exception>
    public static string UsualSoundFont => UsualSoundFonts.FirstOrDefault(File.Exists)
        ?? throw new InputException("--soundfont", "this system has no General MIDI sound font in its usual places", InstallHint + ", or give an .sf2 file with --soundfont");

    /// <summary>What a rendering is called: decided by the notes, the sound font's content and every setting.</summary>
    /// <exception cref="InputException">The notes cannot be read.</exception>
    public string NameOf(string midiPath) => NameOf(Read(midiPath));

    private string NameOf(byte[] notes)
    {
        string identity = string.Create(
            CultureInfo.InvariantCulture,
            $"1 {_fontDigest} {ProgramOf(notes)} {_sound.Tempo} {_sound.Transposition} {_sound.Room} {_sound.SampleRate}");
        byte[] key = [.. Encoding.UTF8.GetBytes(identity), .. notes];
        return Convert.ToHexStringLower(SHA256.HashData(key))[..24] + ".wav";
    }

    private static byte[] Read(string midiPath)
    {
        try
        {
            return File.ReadAllBytes(midiPath);
        }
        catch (Exception e) when (IoFault.IsFileFault(e))
        {
            throw IoFault.Reading(midiPath, e, "a MIDI file");
        }
    }

    /// <summary>The program that plays a file; null for what its notes say.</summary>
    internal int? ProgramOf(ReadOnlySpan<byte> notes) => _sound.Programs.IsEmpty
        ? null
        : _sound.Programs[(int)(BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(notes)) % (uint)_sound.Programs.Length)];

    /// <summary>Renders files side by side.</summary>
    /// <param name="midiPaths">The notes.</param>
    /// <param name="folder">Takes the sound.</param>
    /// <param name="threads">How many at once; 0 for one a core.</param>
    /// <param name="onFile">Told after each file how many are done; by several threads, one at a time. Null for nobody.</param>
    /// <param name="cancellation">Ends the synthesisers.</param>
    /// <returns>The path of each sound, in order.</returns>
    /// <exception cref="InputException">As <see cref="Render"/>.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public string[] RenderAll(IReadOnlyList<string> midiPaths, string folder, int threads, Action<int>? onFile = null, CancellationToken cancellation = default)
        => ParallelFiles.ForAll(midiPaths, threads, onFile, path => Render(path, folder, cancellation), cancellation);

    /// <summary>Renders a file, unless this very rendering is there already.</summary>
    /// <param name="midiPath">The notes.</param>
    /// <param name="folder">Takes the sound.</param>
    /// <param name="cancellation">Ends the synthesiser.</param>
    /// <returns>The path of the sound: 16 bit, stereo. It appears whole or not at all.</returns>
    /// <exception cref="InputException">The notes cannot be read, or the synthesiser is missing or failed.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public string Render(string midiPath, string folder, CancellationToken cancellation = default)
    {
        byte[] notes = Read(midiPath);
        string target = Path.Combine(folder, NameOf(notes));
        if (File.Exists(target))
            return target;
        string stem = Path.Combine(folder, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}");
        string changed = stem + ".mid";
        string part = stem + ".part";
        try
        {
            Change(midiPath, notes, changed);
            Synthesise(midiPath, changed, part, cancellation);
            File.Move(part, target, overwrite: true);
            return target;
        }
        catch (Exception e) when (IoFault.IsFileFault(e))
        {
            throw IoFault.Writing(target, e);
        }
        finally
        {
            File.Delete(changed);
            File.Delete(part);
        }
    }

    private void Change(string subject, byte[] source, string target)
    {
        MidiEventCollection events;
        int? program = ProgramOf(source);
        try
        {
            using var stream = new MemoryStream(source);
            events = new MidiFile(stream, strictChecking: false).Events;
        }
        catch (Exception e) when (e is FormatException or EndOfStreamException or ArgumentException or IndexOutOfRangeException)
        {
            throw new InputException(subject, $"is no MIDI file: {e.Message}", "export it again", e);
        }

        // All numbers before any changes: a note's beginning and its end are bound to each other.
        (NoteEvent Note, int Number)[] notes =
        [
            .. Enumerable.Range(0, events.Tracks).SelectMany(track => events[track]).OfType<NoteEvent>()
                .Where(note => note.Channel != DrumChannel)
                .Select(note => (note, Math.Clamp(note.NoteNumber + _sound.Transposition, 0, 127))),
        ];
        foreach ((NoteEvent note, int number) in notes)
            note.NoteNumber = number;

        bool hasTempo = false;
        for (int track = 0; track < events.Tracks; track++)
        {
            foreach (MidiEvent item in events[track])
            {
                switch (item)
                {
                    case TempoEvent tempo:
                        hasTempo = true;
                        tempo.MicrosecondsPerQuarterNote = (int)Math.Round(tempo.MicrosecondsPerQuarterNote / _sound.Tempo);
                        break;

                    case PatchChangeEvent patch when program is { } other && patch.Channel != DrumChannel:
                        patch.Patch = other;
                        break;
                    default:
                        break;
                }
            }
        }

        // What a file leaves out is 120 beats a minute, and the first program.
        IList<MidiEvent> first = events[0];
        if (!hasTempo)
            first.Insert(0, new TempoEvent((int)Math.Round(500_000 / _sound.Tempo), 0));
        for (int channel = 1; program is { } wanted && channel <= 16; channel++)
        {
            if (channel != DrumChannel)
                first.Insert(0, new PatchChangeEvent(0, channel, wanted));
        }

        MidiFile.Export(target, events);
    }

    private void Synthesise(string subject, string notes, string target, CancellationToken cancellation)
    {
        string room = _sound.Room.ToString(CultureInfo.InvariantCulture);
        ProcessStartInfo start = new(Synthesiser)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            ArgumentList =
            {
                "-n", "-i", "-q", "-C", "0", "-R", _sound.Room > 0 ? "1" : "0", "-o", $"synth.reverb.room-size={room}", "-o", "synth.cpu-cores=1",

                // A sound font holds a whole orchestra, a clip plays a few of its samples: the others are not even read.
                "-o", "synth.dynamic-sample-loading=1",
                "-g", "0.6", "-r", _sound.SampleRate.ToString(CultureInfo.InvariantCulture), "-T", "wav", "-O", "s16", "-F", target, _sound.SoundFont, notes,
            },
        };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InputException(subject, $"needs {Synthesiser}, which is not installed", InstallHint, e);
        }

        using (process)
        using (cancellation.Register(() => process.Kill()))
        {
            process.StandardInput.Close();
            Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            while (!process.WaitForExit(LookEvery))
            {
                if (WorkOf(process) > LongestRendering)
                {
                    process.Kill();
                    throw new InputException(subject, $"does not come to an end: {Synthesiser} was stopped after {LongestRendering.TotalMinutes:0} minutes of work", "look for notes that begin and never end");
                }
            }

            output.GetAwaiter().GetResult();
            cancellation.ThrowIfCancellationRequested();
            if (process.ExitCode != 0 || !File.Exists(target) || new FileInfo(target).Length <= 44)
            {
                string said = errors.GetAwaiter().GetResult().Trim();
                throw new InputException(subject, $"{Synthesiser} could not render it ({(said.Length > LongestError ? said[..LongestError] : said)})", "try another sound font");
            }
        }
    }

    private static TimeSpan WorkOf(Process process)
    {
        try
        {
            return process.TotalProcessorTime;
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has just ended.
            return TimeSpan.Zero;
        }
    }

    private static void Check(bool holds, string option, string value, string range)
    {
        if (!holds)
            throw new InputException(option, $"{value} is out of range", $"it must be {range}");
    }
}
