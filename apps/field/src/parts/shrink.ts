/** As large as the server keeps; more would only cost the worker's data volume and the phone's space. */
const LONGEST_SIDE = 2048

/**
 * The picture as it is kept and sent: bounded, and without the place and device that the camera wrote into it. What this
 * browser cannot draw goes as it is; the server cleans it too.
 */
export async function shrink(picture: Blob): Promise<Blob> {
  try {
    const bitmap = await createImageBitmap(picture, { imageOrientation: 'from-image' })
    const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(bitmap.width * scale)
    canvas.height = Math.round(bitmap.height * scale)
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
    bitmap.close()
    const drawn = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.82))
    return drawn ?? picture
  } catch {
    return picture
  }
}
